import ipaddr from 'ipaddr.js';
import type { Address } from '../model/address.ts';
import type { Http } from '../net/http/http.ts';
import { parseJsonObject } from '../text/json.ts';
import { printable } from '../text/printable.ts';
import { LONGEST_NAME, type Opinion, without } from './second-opinion-shape.ts';

/** A key-value store for answers and query counts. */
export interface RegistrationMemory {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

export interface RegistrationOptions {
  readonly http: Http;
  readonly memory: RegistrationMemory;
  readonly now?: () => Date;
}

/** IANA's lists of the registry that is responsible for each block (RFC 9224). */
const BOOTSTRAP = { 4: 'https://data.iana.org/rdap/ipv4.json', 6: 'https://data.iana.org/rdap/ipv6.json' };
const BOOTSTRAP_BYTES = 256 * 1024;
const ANSWER_BYTES = 256 * 1024;
const DEADLINE_MS = 5000;
const DAY_MS = 24 * 3_600_000;
/**
 * Queries to one registry a day. RIPE allows 1,000 answers that contain contacts; the others say less about
 * their limits.
 */
const QUESTIONS_A_DAY = 800;
const ANSWER_LASTS_MS = 90 * DAY_MS;
const BOOTSTRAP_LASTS_MS = 30 * DAY_MS;
/**
 * Most answers to keep. People ask for one domain at a time: this is enough for them, and not a copy of a
 * register.
 */
const MOST_REMEMBERED = 500;

interface Remembered {
  readonly address: string;
  readonly holder: string | null;
  readonly prefix: string | null;
  readonly at: number;
}

/** Number of queries to one registry since a moment, and until when the registry wants no queries. */
interface Quota {
  readonly since: number;
  readonly asked: number;
  readonly until: number;
}

const ANSWERS = 'rdap answers';

/**
 * Asks the responsible registry which organisation a block is registered to (RDAP: RFC 9082, 9083). Only
 * organisations are read, never persons. Answers are kept for 90 days. A failure is an answer too: nothing
 * here rejects.
 */
export function createRegistrations({ http, memory, now = () => new Date() }: RegistrationOptions) {
  return async (address: Address): Promise<Opinion> => {
    const time = now().getTime();
    const known = readAnswers(memory).find((each) => each.address === address);
    if (known !== undefined && time - known.at < ANSWER_LASTS_MS) return opinionOf(known);
    const base = await registryOf(address, time);
    if (base === null) return without('FAILED', 'no registry is known for the address');
    const { hostname } = new URL(base);
    if (!takeQuestion(hostname, time)) return without('SKIPPED', `${hostname} gets no more queries today`);
    const answer = await http.get(`${base}ip/${address}`, {
      ...{ maxBytes: ANSWER_BYTES, deadlineMs: DEADLINE_MS, accept: 'application/rdap+json' },
      // This is an API for programs.
      robots: false,
    });
    if (!answer.ok) {
      if (answer.code === 429) leaveAlone(hostname, time, answer.headers?.['retry-after']);
      return answer.code === 404
        ? without('NONE', 'the address is not registered')
        : without('FAILED', `${answer.status}, ${answer.detail}`);
    }
    const network = readNetwork(answer.body.toString('utf8'), address);
    if (network === null) return without('FAILED', 'the answer has an unexpected format');
    const found: Remembered = { address, ...network, at: time };
    const others = readAnswers(memory).filter(
      (each) => each.address !== address && time - each.at < ANSWER_LASTS_MS,
    );
    memory.set(ANSWERS, JSON.stringify([...others, found].slice(-MOST_REMEMBERED)));
    return opinionOf(found);
  };

  /** The https URL of the registry with the most specific block for an address. Null if there is none. */
  async function registryOf(address: Address, time: number): Promise<string | null> {
    const family = address.includes(':') ? 6 : 4;
    const key = `rdap bootstrap ${family}`;
    const kept = parseJsonObject(memory.get(key) ?? '');
    if (typeof kept?.at === 'number' && time - kept.at < BOOTSTRAP_LASTS_MS)
      return pick(kept.services, address);
    const answer = await http.get(BOOTSTRAP[family], {
      ...{ maxBytes: BOOTSTRAP_BYTES, deadlineMs: DEADLINE_MS, accept: 'application/json', robots: false },
    });
    const services = answer.ok ? parseJsonObject(answer.body.toString('utf8'))?.services : undefined;
    if (!Array.isArray(services)) return pick(kept?.services, address);
    memory.set(key, JSON.stringify({ at: time, services }));
    return pick(services, address);
  }

  function takeQuestion(registry: string, time: number): boolean {
    const quota = quotaOf(registry, time);
    if (quota.asked >= QUESTIONS_A_DAY || time < quota.until) return false;
    memory.set(`rdap quota ${registry}`, JSON.stringify({ ...quota, asked: quota.asked + 1 }));
    return true;
  }

  /** Pauses queries for as many seconds as the registry asks for, or else for a day. */
  function leaveAlone(registry: string, time: number, after: string | undefined): void {
    const ms = /^\d{1,6}$/.test(after ?? '') ? Number(after) * 1000 : DAY_MS;
    memory.set(`rdap quota ${registry}`, JSON.stringify({ ...quotaOf(registry, time), until: time + ms }));
  }

  function quotaOf(registry: string, time: number): Quota {
    const kept = parseJsonObject(memory.get(`rdap quota ${registry}`) ?? '');
    const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
    const since = numberOf(kept?.since);
    const isToday = time - since < DAY_MS;
    return {
      since: isToday ? since : time,
      asked: isToday ? numberOf(kept?.asked) : 0,
      until: numberOf(kept?.until),
    };
  }
}

function opinionOf({ holder, prefix }: Remembered): Opinion {
  return holder === null
    ? without('NONE', 'the registry does not name an organisation')
    : { status: 'OK', asns: [], asName: null, prefix, country: null, city: null, holder, detail: null };
}

function readAnswers(memory: RegistrationMemory): readonly Remembered[] {
  try {
    const kept: unknown = JSON.parse(memory.get(ANSWERS) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** Finds the registry in IANA's list: `[[["116.0.0.0/8"], ["https://rdap.apnic.net/"]], …]`. */
function pick(services: unknown, address: Address): string | null {
  let best: { readonly bits: number; readonly url: string } | null = null;
  for (const service of listOf(services)) {
    const [blocks, urls] = listOf(service);
    const url = listOf(urls).find((each) => typeof each === 'string' && /^https:\/\/.+\/$/.test(each));
    if (typeof url !== 'string' || !URL.canParse(url)) continue;
    for (const block of listOf(blocks)) {
      const bits = bitsAround(block, address);
      if (bits !== null && bits > (best?.bits ?? -1)) best = { bits, url };
    }
  }
  return best?.url ?? null;
}

/** The prefix length of a block; null if it is not CIDR or does not contain the address. */
function bitsAround(block: unknown, address: Address): number | null {
  if (typeof block !== 'string' || !ipaddr.isValidCIDR(block)) return null;
  const [network, bits] = ipaddr.parseCIDR(block);
  const parsedAddress = ipaddr.parse(address);
  return network.kind() === parsedAddress.kind() && parsedAddress.match(network, bits) ? bits : null;
}

/** The organisation and a prefix of an `ip network`. Null for any other answer (RFC 9083, 5.4). */
function readNetwork(
  body: string,
  address: Address,
): { readonly holder: string | null; readonly prefix: string | null } | null {
  const network = parseJsonObject(body);
  if (network?.objectClassName !== 'ip network') return null;
  const blocks = listOf(network.cidr0_cidrs)
    .map((each) => fieldsOf(each))
    .map(({ v4prefix, v6prefix, length }) => `${v4prefix ?? v6prefix}/${length}`)
    .filter((block) => bitsAround(block, address) !== null);
  const holders = listOf(network.entities)
    .map((entity) => fieldsOf(entity))
    .filter(({ roles }) => listOf(roles).includes('registrant'))
    .map(({ vcardArray }) => organisationOf(vcardArray));
  return { holder: holders.find((holder) => holder !== null) ?? null, prefix: blocks[0] ?? null };
}

/** The full name on a vCard of an organisation (RFC 6350, 6.1.4). Null on any other card. */
function organisationOf(card: unknown): string | null {
  const properties = listOf(listOf(card)[1]).map(listOf);
  const textOf = (name: string): unknown => properties.find(([property]) => property === name)?.[3];
  if (textOf('kind') !== 'org') return null;
  const name = textOf('fn');
  return typeof name === 'string' ? printable(name, LONGEST_NAME) : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
