import type { Configuration } from './configuration.ts';
import { isForeignInclude, type Level, levelOf, type Surroundings } from './levels.ts';
import { type Target, targetOf } from './target.ts';
import type { Directive } from './tree.ts';

/** An `upstream {}` block: what its name stands for. */
export type UpstreamBlock = {
  readonly name: string;
  readonly line: number;
  readonly module: Module;
  readonly directives: readonly Directive[];
  readonly servers: readonly string[];
  /** More may be in it than the text shows. */
  readonly isOpen: boolean;
};

type Module = 'http' | 'stream';

/** A place that passes requests on, with what is in force there. */
export type ProxiedPlace = Surroundings & {
  /** `proxy_pass`, `fastcgi_pass`, `uwsgi_pass`, `scgi_pass`, `grpc_pass` or `memcached_pass`. */
  readonly pass: Directive;
  readonly target: Target;
  readonly module: Module;
  readonly serverNames: readonly string[];
};

const PASS = new Set([
  'proxy_pass',
  'fastcgi_pass',
  'uwsgi_pass',
  'scgi_pass',
  'grpc_pass',
  'memcached_pass',
]);

/** All `upstream {}` blocks, at whatever level the fragment starts. */
export function upstreamBlocks(configuration: Configuration): readonly UpstreamBlock[] {
  const isTorn = configuration.faults.length > 0;
  return [...configuration.directives, ...configuration.orphans].flatMap((directive) =>
    blocksIn(directive, directive.name === 'stream' ? 'stream' : 'http', isTorn),
  );
}

function blocksIn(outer: Directive, module: Module, isTorn: boolean): readonly UpstreamBlock[] {
  if (outer.block === undefined) return [];
  if (outer.name === 'upstream') return [upstreamBlock(outer, module, isTorn)];
  return outer.block.flatMap((inner) => blocksIn(inner, module, isTorn));
}

function upstreamBlock(outer: Directive, module: Module, isTorn: boolean): UpstreamBlock {
  const directives = outer.block ?? [];
  return {
    name: outer.parameters[0] ?? '',
    line: outer.line,
    module,
    directives,
    servers: directives
      .filter(({ name }) => name === 'server')
      .map(({ parameters }) => parameters[0] ?? ''),
    isOpen: isTorn || directives.some(isForeignInclude),
  };
}

/** All places that pass requests on. */
export function proxiedPlaces(configuration: Configuration): readonly ProxiedPlace[] {
  const { directives, orphans, faults } = configuration;
  const places: ProxiedPlace[] = [];
  const isTorn = faults.length > 0;
  if (directives.some(({ name }) => MODULES.has(name))) {
    for (const directive of directives) collectMain(places, directive, isTorn);
  } else {
    const outside = isTorn ? 'unknown' : 'fragment';
    collect(places, directives, { ...TOP, module: 'http', outside });
  }
  collect(places, orphans, { ...TOP, module: 'http', outside: 'unknown' });
  return places;
}

const MODULES: ReadonlyMap<string, Module> = new Map([
  ['http', 'http'],
  ['stream', 'stream'],
]);
const TOP = { levels: [], names: [] } as const;

function collectMain(places: ProxiedPlace[], directive: Directive, isTorn: boolean): void {
  const module = MODULES.get(directive.name);
  // A piece of another file may stand beside the main blocks, outside of the one it is included in.
  if (module === undefined)
    collect(places, [directive], { ...TOP, module: 'http', outside: 'unknown' });
  else
    collect(places, directive.block ?? [], {
      ...TOP,
      module,
      outside: isTorn ? 'unknown' : 'nothing',
    });
}

type Around = {
  readonly levels: readonly Level[];
  readonly names: readonly string[];
  readonly module: Module;
  readonly outside: Surroundings['outside'];
};

function collect(places: ProxiedPlace[], block: readonly Directive[], around: Around): void {
  const levels = [levelOf(block), ...around.levels];
  const serverNames = block.find(({ name }) => name === 'server_name')?.parameters ?? around.names;
  const { module, outside } = around;
  for (const directive of block) {
    if (directive.block !== undefined) {
      if (directive.name !== 'upstream')
        collect(places, directive.block, { levels, names: serverNames, module, outside });
    } else if (PASS.has(directive.name)) {
      const target = targetOf(directive.parameters[0] ?? '');
      places.push({ pass: directive, target, levels, outside, module, serverNames });
    }
  }
}
