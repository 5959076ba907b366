/** A file of data that the site offers. */
export interface Download {
  /** Name in the folder `data`, such as `servers.csv`. */
  readonly name: string;
  /** What is in it, in a few words. */
  readonly what: string;
  readonly content: string | Uint8Array;
  readonly bytes: number;
}
