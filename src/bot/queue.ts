/** One at a time, in the order in which they were asked for; a failure of one stops no other. */
export type Queue = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    // Whoever asked for it hears of its failure.
    last = mine.catch(() => {});
    return mine;
  };
}
