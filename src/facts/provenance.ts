import type { ReadSource, Witness } from './collect.ts';
import type { Group } from './groups.ts';

/**
 * Whether a witness stands in the log of the program that saw it, apart from nginx's lines: another file in which nginx
 * wrote nothing, or behind another container's name. Text that stands inside error.log may have been forged through it.
 */
export function isFromElsewhere(
  group: Group,
  witness: Witness,
  sources: readonly ReadSource[],
): boolean {
  const kind = sources[witness.at.source]?.kind;
  if (!group.sources.has(witness.at.source)) return kind !== 'error-log' && kind !== 'access-log';
  // Every line of nginx carries a container's name, and none of them this one.
  const isNamed = group.containers.size > 0 && !group.containers.has('');
  return witness.container !== '' && isNamed && !group.containers.has(witness.container);
}
