/** One thing that the doctor looked at; a fault comes with the one thing to do about it. */
export type Check =
  | { readonly kind: 'ok'; readonly about: string; readonly says: string }
  | {
      readonly kind: 'fault';
      readonly about: string;
      readonly says: string;
      readonly todo: string;
    }
  | { readonly kind: 'not-checked'; readonly about: string; readonly says: string };
