/** A file of the site. */
export interface SiteFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}
