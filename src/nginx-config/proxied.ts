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
  return placesIn(tree.directives, [], []);
}

function placesIn(
  block: readonly Directive[],
  outer: readonly (readonly Directive[])[],
  names: readonly string[],
): readonly ProxiedPlace[] {
  const levels = [block, ...outer];
  const own = block.find((directive) => directive.name === 'server_name')?.parameters ?? names;
  return block.flatMap((directive) => {
    if (PASS.has(directive.name)) return [{ pass: directive, levels, serverNames: own }];
    return directive.block === undefined ? [] : placesIn(directive.block, levels, own);
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
