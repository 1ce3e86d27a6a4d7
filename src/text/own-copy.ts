/**
 * A copy of its own: a slice would keep the whole chunk it was cut from in memory. Joining and cutting makes V8 write the
 * text out anew; a Buffer would do too, but leaves memory outside the heap that is given back late.
 */
export function ownCopy<Text extends string | undefined>(text: Text): Text {
  // The cast holds since a string comes back for a string and undefined for undefined.
  return (text === undefined ? undefined : ` ${text}`.slice(1)) as Text;
}
