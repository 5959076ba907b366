import type { DownloadId, Downloads, FileRole } from '../attribution/databases/downloads.ts';
import type { Databases } from '../attribution/databases/sources.ts';
import type { CompanyEntry } from '../attribution/rules/hosters.ts';
import type { Http } from '../net/http/http.ts';

/** What a source needs to fetch its data. */
export interface Workplace {
  readonly http: Http;
  /** An empty folder for this source alone. Files that are not installed from it are removed. */
  readonly dir: string;
  readonly now: Date;
  readonly inUse: InUse;
  readonly onProgress: (message: string) => void;
}

/** The data in use, to compare new data with. */
export interface InUse {
  readonly databases: Databases;
  readonly downloads: Downloads;
  readonly fronts: readonly CompanyEntry[];
}

export interface NewFile {
  readonly role: FileRole;
  readonly path: string;
  readonly rows: number;
}

/** Data that passed every check. */
export interface Fetched {
  /** Date of the data, ISO 8601. */
  readonly date: string;
  readonly url: string;
  readonly files: readonly NewFile[];
}

/** One publisher of data: how to fetch, read and check it. */
export interface UpdateSource {
  readonly id: DownloadId;
  readonly title: string;
  /** @throws {DataError} for any fault of the download; errors of our own disk pass through */
  readonly fetch: (place: Workplace) => Promise<Fetched>;
}
