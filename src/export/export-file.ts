export interface ExportFile {
  readonly name: string;
  /** In a few words. */
  readonly what: string;
  readonly content: string | Buffer;
}
