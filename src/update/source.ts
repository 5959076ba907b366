import type { DownloadId, Downloads, FileRole } from '../attribution/downloads.ts';
import type { Entry } from '../attribution/hosters.ts';
import type { Databases } from '../attribution/sources.ts';
import type { Http } from '../net/http.ts';

/** What a source works with. */
export interface Workplace {
  readonly http: Http;
  /** An empty folder of its own; what is not installed from it is removed. */
  readonly dir: string;
  readonly now: Date;
  readonly inUse: InUse;
  readonly onProgress: (message: string) => void;
}

/** What new data is compared with. */
export interface InUse {
  readonly databases: Databases;
  readonly downloads: Downloads;
  readonly fronts: readonly Entry[];
}

export interface NewFile {
  readonly role: FileRole;
  readonly path: string;
  readonly rows: number;
}

/** Data that passed every check. */
export interface Fetched {
  /** Day of the data, ISO 8601. */
  readonly date: string;
  readonly url: string;
  readonly files: readonly NewFile[];
}

/** One publisher of data: how it is fetched, read and checked. */
export interface UpdateSource {
  readonly id: DownloadId;
  readonly title: string;
  /** @throws {DataError} for whatever is wrong with the download; system errors of our own disk pass through. */
  readonly fetch: (place: Workplace) => Promise<Fetched>;
}

/** Why a download is not taken, in words for the operator. Nothing that a stranger wrote is part of it. */
export class DataError extends Error {}
