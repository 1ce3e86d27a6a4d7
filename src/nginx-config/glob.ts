const SPECIAL = /[*?[]/;

/** Whether nginx takes the name of an include for a mask (ngx_conf_include, strpbrk "*?["). */
export function isMask(name: string): boolean {
  return SPECIAL.test(name);
}

/**
 * Whether a path matches a mask as glob(3) without flags would: `*`, `?` and `[…]` match no "/" and no "." at the beginning
 * of a name. The time is bounded by the product of the lengths, whatever the mask.
 */
export function matchesMask(path: string, mask: string): boolean {
  const names = path.split('/');
  const masks = mask.split('/');
  return (
    names.length === masks.length && masks.every((one, at) => matchesName(names[at] ?? '', one))
  );
}

function matchesName(name: string, mask: string): boolean {
  if (name.startsWith('.') && !mask.startsWith('.')) return false;
  const parts = partsOf(mask);
  let at = 0;
  let part = 0;
  // Where the last "*" stood, and how much of the name it has taken so far.
  let star = -1;
  let taken = 0;
  while (at < name.length) {
    const one = parts[part];
    if (one === '*') {
      star = part;
      taken = at;
      part += 1;
    } else if (one !== undefined && matchesCharacter(name.charAt(at), one)) {
      at += 1;
      part += 1;
    } else if (star >= 0) {
      taken += 1;
      at = taken;
      part = star + 1;
    } else return false;
  }
  return parts.slice(part).every((rest) => rest === '*');
}

const PART = /\\.|\[[!^]?\]?[^\]]*\]|[\s\S]/g;

function partsOf(mask: string): readonly string[] {
  return mask.match(PART) ?? [];
}

function matchesCharacter(character: string, part: string): boolean {
  if (part === '?') return true;
  if (part.length === 2 && part.startsWith('\\')) return character === part.charAt(1);
  return part.length > 2 && part.startsWith('[') ? isInSet(character, part) : character === part;
}

function isInSet(character: string, part: string): boolean {
  const isNegated = part.charAt(1) === '!' || part.charAt(1) === '^';
  const members = part.slice(isNegated ? 2 : 1, -1);
  let isIn = false;
  for (let at = 0; at < members.length; at += 1) {
    const from = members.charAt(at);
    const isRange = members.charAt(at + 1) === '-' && at + 2 < members.length;
    const to = isRange ? members.charAt(at + 2) : from;
    if (from <= character && character <= to) isIn = true;
    if (isRange) at += 2;
  }
  return isIn !== isNegated;
}
