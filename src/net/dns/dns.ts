import type { Nat64Prefix } from '../../model/nat64.ts';
import type { DnsStatus } from '../../model/observation.ts';

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'TXT' | 'NS' | 'PTR';

/** A service's place (RFC 2782); the target `.` says that the service is decidedly not offered. */
export interface SrvData {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

interface RecordOf<Type extends RecordType, Data> {
  /** Owner; lower case, without the trailing dot. */
  readonly name: string;
  readonly type: Type;
  /** Seconds. */
  readonly ttl: number;
  readonly data: Data;
}

/**
 * A record as a stranger's server gave it. Names in `data` are lower case and without the trailing dot, but
 * they are not checked to be host names. A TXT record is the joined text of its strings (as RFC 7208,
 * 3.3 joins them).
 */
export type DnsRecord =
  | RecordOf<'A' | 'AAAA' | 'CNAME' | 'NS' | 'PTR', string>
  | RecordOf<'TXT', string>
  | RecordOf<'SRV', SrvData>;

/**
 * `records` are the answer to the question and nothing else: the CNAME links from the name asked for, in
 * order, then the records of the type asked for at the end of the chain. `NODATA`: no such record there.
 * `FORMERR` also means a name that DNS cannot carry.
 */
export interface DnsAnswer {
  readonly status: DnsStatus;
  readonly records: readonly DnsRecord[];
}

/** What the client did since it was made, in messages over UDP; `timedOut` counts queries. */
export interface DnsCounts {
  readonly sent: number;
  readonly answered: number;
  readonly retried: number;
  readonly timedOut: number;
}

/** Asks recursive resolvers. A failure is an answer with its status; nothing here rejects. */
export interface Dns {
  /** `onStart` is called when the query no longer waits for its turn. */
  query(name: string, type: RecordType, onStart?: () => void): Promise<DnsAnswer>;
  /** The prefixes under which the resolver invents IPv6 addresses (DNS64), where that was found out. */
  nat64?(): Promise<readonly Nat64Prefix[]>;
  /** Ends what is under way, and all later queries, as `TIMEOUT`. */
  close(): void;
  readonly counts: DnsCounts;
}
