import type { Answer } from 'dns-packet';

export interface SrvTarget {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

/** What the model's DNS can hold. Each TXT record is one text, cut into strings of 255 bytes on the wire. */
export type ZoneRecord =
  | { readonly name: string; readonly type: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'PTR'; readonly data: string }
  | { readonly name: string; readonly type: 'SRV'; readonly data: SrvTarget }
  | { readonly name: string; readonly type: 'TXT'; readonly data: string | Buffer };

/** How a name misbehaves, with all names below it. */
export interface NameBehaviour {
  /**
   * `truncated`: UDP always says TC, TCP answers; `wrong-id`, `wrong-question`: a well-formed reply to
   * something else; `garbage`: unreadable bytes behind the right id; `forged-first`: a forged reply with a
   * wrong id, then the right one.
   */
  readonly reply?:
    | 'nxdomain'
    | 'nodata'
    | 'servfail'
    | 'refused'
    | 'formerr'
    | 'silent'
    | 'truncated'
    | 'wrong-id'
    | 'wrong-question'
    | 'garbage'
    | 'forged-first';
  /** On top of the network's latency. */
  readonly delayMs?: number;
  /** Queries of each name and type that are lost before the first one is answered. */
  readonly loseFirst?: number;
}

export interface ZoneAnswer {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'FORMERR';
  readonly answers: readonly Answer[];
}

export interface Zone {
  /** Records are counted: what two servers share stays until both have removed it. */
  add(record: ZoneRecord): void;
  remove(record: ZoneRecord): void;
  behave(name: string, behaviour: NameBehaviour | null): void;
  behaviour(name: string): NameBehaviour | null;
  /**
   * Answers as a recursive resolver does: with the CNAME chain as far as it goes, a loop's closing link
   * included.
   */
  answer(name: string, type: string): ZoneAnswer;
}

/** The longest chain that is followed; resolvers stop at 11 (unbound) to 17 links (BIND). */
const LONGEST_CHAIN = 17;
const TTL_S = 300;

type Held = { readonly record: ZoneRecord; count: number };

export function createZone(): Zone {
  const names = new Map<string, Map<string, Held>>();
  const behaviours = new Map<string, NameBehaviour>();

  const of = (name: string, type: string): ZoneRecord[] => {
    const found: ZoneRecord[] = [];
    for (const held of names.get(name)?.values() ?? []) {
      if (held.record.type === type) found.push(held.record);
    }
    return found;
  };

  const behaviour = (name: string): NameBehaviour | null => {
    if (behaviours.size === 0) return null;
    for (let rest = name.toLowerCase(); rest !== ''; rest = rest.slice(rest.indexOf('.') + 1)) {
      const found = behaviours.get(rest);
      if (found !== undefined) return found;
      if (!rest.includes('.')) break;
    }
    return null;
  };

  return {
    add(record) {
      const name = record.name.toLowerCase();
      const key = keyOf(record);
      const held = names.get(name) ?? new Map<string, Held>();
      const known = held.get(key);
      if (known === undefined) held.set(key, { record, count: 1 });
      else known.count++;
      names.set(name, held);
    },
    remove(record) {
      const name = record.name.toLowerCase();
      const held = names.get(name);
      const known = held?.get(keyOf(record));
      if (held === undefined || known === undefined) return;
      if (--known.count === 0) held.delete(keyOf(record));
      if (held.size === 0) names.delete(name);
    },
    behave(name, wanted) {
      if (wanted === null) behaviours.delete(name.toLowerCase());
      else behaviours.set(name.toLowerCase(), wanted);
    },
    behaviour,
    answer(name, type) {
      const answers: Answer[] = [];
      const met = new Set<string>();
      let owner = name;
      for (let links = 0; links <= LONGEST_CHAIN; links++) {
        const key = owner.toLowerCase();
        const reply = behaviour(key)?.reply;
        if (reply === 'servfail') return { rcode: 'SERVFAIL', answers: [] };
        if (reply === 'silent' && links > 0) return { rcode: 'SERVFAIL', answers: [] };
        if (reply === 'refused') return { rcode: 'REFUSED', answers: [] };
        if (reply === 'formerr') return { rcode: 'FORMERR', answers: [] };
        if (reply === 'nodata') return { rcode: 'NOERROR', answers };
        if (reply === 'nxdomain' || !names.has(key)) return { rcode: 'NXDOMAIN', answers };
        const found = of(key, type);
        for (const record of found) answers.push(answerOf(record, owner));
        const alias = found.length === 0 ? of(key, 'CNAME')[0] : undefined;
        if (alias?.type !== 'CNAME') return { rcode: 'NOERROR', answers };
        answers.push(answerOf(alias, owner));
        met.add(key);
        owner = alias.data;
        if (met.has(owner.toLowerCase())) return { rcode: 'NOERROR', answers };
      }
      return { rcode: 'NOERROR', answers };
    },
  };
}

function keyOf(record: ZoneRecord): string {
  return `${record.type} ${typeof record.data === 'string' ? record.data : JSON.stringify(record.data)}`;
}

function answerOf(record: ZoneRecord, name: string): Answer {
  if (record.type === 'TXT') {
    const bytes = Buffer.from(record.data as string);
    const strings: Buffer[] = [];
    for (let at = 0; at === 0 || at < bytes.length; at += 255) strings.push(bytes.subarray(at, at + 255));
    return { name, type: 'TXT', ttl: TTL_S, data: strings };
  }
  if (record.type === 'SRV') return { name, type: 'SRV', ttl: TTL_S, data: { ...record.data } };
  return { name, type: record.type, ttl: TTL_S, data: record.data };
}
