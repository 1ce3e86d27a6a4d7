/** A copy of its own: a slice would keep the whole chunk it was cut from in memory. */
export function ownCopy<Text extends string | undefined>(text: Text): Text {
  // The cast holds since a string comes back for a string and undefined for undefined.
  return (text === undefined ? undefined : Buffer.from(text).toString()) as Text;
}
