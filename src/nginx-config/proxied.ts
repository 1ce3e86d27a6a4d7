import type { ConfigTree, Directive } from './tree.ts';

/** An `upstream {}` block: what its name stands for. */
export type UpstreamBlock = {
  readonly name: string;
  readonly directives: readonly Directive[];
  readonly servers: readonly string[];
};

/** A place that passes requests on, with the directives in force there, inner levels first. */
export type ProxiedPlace = {
  /** `proxy_pass`, `fastcgi_pass`, `uwsgi_pass`, `scgi_pass` or `grpc_pass`. */
  readonly pass: Directive;
  /** Directives of the place and of the levels around it, innermost level first. */
  readonly levels: readonly (readonly Directive[])[];
  readonly serverNames: readonly string[];
  /** A piece of another file beside a whole configuration: what is in force around it is not known. */
  readonly isDetached: boolean;
};

const PASS = new Set(['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'grpc_pass']);

/** All `upstream {}` blocks, at whatever level the fragment starts. */
export function upstreamBlocks(tree: ConfigTree): readonly UpstreamBlock[] {
  return allDirectives(tree.directives)
    .filter((directive) => directive.name === 'upstream' && directive.block !== undefined)
    .map((directive) => ({
      name: directive.parameters[0] ?? '',
      directives: directive.block ?? [],
      servers: (directive.block ?? [])
        .filter((inner) => inner.name === 'server')
        .map((inner) => inner.parameters[0] ?? ''),
    }));
}

/** All places that pass requests on. */
export function proxiedPlaces(tree: ConfigTree): readonly ProxiedPlace[] {
  const http = tree.directives.filter((directive) => directive.name === 'http');
  if (http.length === 0)
    return placesIn(tree.directives, { outer: [], names: [], isDetached: false });
  // "nginx -T" prints included files behind the main one, outside of the blocks they are included in.
  const rest = tree.directives.filter((directive) => directive.name !== 'http');
  return [
    ...http.flatMap(({ block }) =>
      placesIn(block ?? [], { outer: [], names: [], isDetached: false }),
    ),
    ...rest.flatMap(({ block }) =>
      placesIn(block ?? [], { outer: [], names: [], isDetached: true }),
    ),
    ...rest
      .filter(({ name }) => PASS.has(name))
      .map((pass) => ({ pass, levels: [], serverNames: [], isDetached: true })),
  ];
}

type Surroundings = {
  readonly outer: readonly (readonly Directive[])[];
  readonly names: readonly string[];
  readonly isDetached: boolean;
};

function placesIn(block: readonly Directive[], around: Surroundings): readonly ProxiedPlace[] {
  const levels = [block, ...around.outer];
  const names = block.find(({ name }) => name === 'server_name')?.parameters ?? around.names;
  const { isDetached } = around;
  return block.flatMap((directive) => {
    if (PASS.has(directive.name))
      return [{ pass: directive, levels, serverNames: names, isDetached }];
    if (directive.block === undefined) return [];
    return placesIn(directive.block, { outer: levels, names, isDetached });
  });
}

function allDirectives(block: readonly Directive[]): readonly Directive[] {
  return block.flatMap((directive) => [directive, ...allDirectives(directive.block ?? [])]);
}

/** A directive of one value in force at a place: the innermost level that writes it wins. */
export function valueAt(place: ProxiedPlace, name: string): Directive | undefined {
  for (const level of place.levels) {
    const found = level.findLast((directive) => directive.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The value of a request header in force at a place. `proxy_set_header` is inherited only by a level that writes none of
 * its own (ngx_conf_merge_ptr_value of headers_source), so the innermost level that has any decides.
 */
export function requestHeaderAt(
  place: ProxiedPlace,
  family: 'proxy' | 'grpc',
  header: string,
): string | undefined {
  const name = `${family}_set_header`;
  const level = place.levels.find((directives) =>
    directives.some((directive) => directive.name === name),
  );
  return level?.findLast(
    (directive) => directive.name === name && directive.parameters[0]?.toLowerCase() === header,
  )?.parameters[1];
}
