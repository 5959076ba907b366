import type { HttpStatus } from '../../model/observation.ts';
import type { WorkBudget } from './work-budget.ts';

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
   * For connecting, asking and reading together, over all redirects; 10 s unless given. Waiting for a turn
   * does not count, nor do DNS and robots.txt, which have deadlines of their own.
   */
  readonly deadlineMs?: number;
  /** 3 unless given. */
  readonly maxRedirects?: number;
  /** Whether robots.txt is asked first; it is unless this is false. */
  readonly robots?: boolean;
  /**
   * More request headers, names in lower case. A redirect to another origin leaves them behind: they may hold
   * a secret.
   */
  readonly headers?: Headers;
  /** What the work that this request belongs to may still cost. */
  readonly budget?: WorkBudget;
  /** Sends this JSON document by POST instead. Such a request follows no redirect. */
  readonly json?: string;
}

export interface BodyStreamOptions<Taken> extends Omit<GetOptions, 'json'> {
  /** Takes the decoded body while it comes, and no more than `maxBytes` of it. */
  readonly take: (body: AsyncIterable<Buffer>, headers: Headers) => Promise<Taken>;
  /** Longest silence in the middle of the body; 30 s unless given. */
  readonly stallMs?: number;
}

export interface Streamed<Taken> extends Omit<HttpSuccess, 'body'> {
  readonly taken: Taken;
}

/**
 * Talks to strangers over HTTPS. A failure is an answer; nothing here rejects, but for what `take` itself
 * throws.
 */
export interface Http {
  get(url: string, options: GetOptions): Promise<HttpAnswer>;
  /**
   * For bodies that are too large for memory. A body that fails half-way fails in `take`, and is then
   * reported as the answer.
   */
  stream<Taken>(url: string, options: BodyStreamOptions<Taken>): Promise<Streamed<Taken> | HttpFailure>;
  /** Ends what is under way, and all later requests, as `UNREACHABLE`. */
  close(): Promise<void>;
}
