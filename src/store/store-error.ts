/** The store cannot be used: where, what is wrong, and what the operator can do about it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly place: string;
  readonly fault: string;
  readonly remedy: string;
  constructor(
    about: { readonly place: string; readonly fault: string; readonly remedy: string },
    options?: ErrorOptions,
  ) {
    super(`${about.place}: ${about.fault}; ${about.remedy}`, options);
    this.place = about.place;
    this.fault = about.fault;
    this.remedy = about.remedy;
  }
}
