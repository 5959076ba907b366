import type { HttpStatus } from '../model/observation.ts';

/** Names in lower case; several headers of one name joined by `, `. */
export type Headers = Readonly<Record<string, string>>;

export interface HttpSuccess {
  readonly ok: true;
  /** 200 to 299. */
  readonly code: number;
  readonly headers: Headers;
  /** Decoded. */
  readonly body: Buffer;
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

export interface HttpFailure {
  readonly ok: false;
  readonly status: Exclude<HttpStatus, 'OK' | 'SKIPPED'>;
  /** A few words for logs, made by us or by Node; nothing that a stranger wrote. */
  readonly detail: string;
  /** The HTTP status, where one came. */
  readonly code: number | null;
  readonly headers?: Headers;
}

export type HttpAnswer = HttpSuccess | HttpFailure;

export interface GetOptions {
  /** Largest decoded body. */
  readonly maxBytes: number;
  readonly accept?: string;
  /**
   * For connecting, asking and reading together, over all redirects; 10 s unless given. Waiting for a turn does not count,
   * nor do DNS and robots.txt, which have deadlines of their own.
   */
  readonly deadlineMs?: number;
  /** 3 unless given. */
  readonly maxRedirects?: number;
  /** Whether robots.txt is asked first; it is unless this is false. */
  readonly robots?: boolean;
  /** More request headers, names in lower case. A redirect to another origin leaves them behind: they may hold a secret. */
  readonly headers?: Headers;
  /** Sends this JSON document by POST instead. Such a request follows no redirect. */
  readonly json?: string;
}

/** Talks to strangers over HTTPS. A failure is an answer; nothing here rejects. */
export interface Http {
  get(url: string, options: GetOptions): Promise<HttpAnswer>;
  /** Ends what is under way, and all later requests, as `UNREACHABLE`. */
  close(): Promise<void>;
}
