import type { Network } from '../../model/network.ts';
import type { Store } from '../../store/store.ts';
import { englishCountryName, otherCountryNames } from '../../text/country-names.ts';
import { findNames, type Searchable } from '../../text/search-text.js';
import type { FindName } from '../request/asked-name.ts';
import type { KnownName, NameRole } from '../request/request-kinds.ts';

interface Entry extends KnownName, Searchable {}

const ROLES: readonly NameRole[] = ['hoster', 'front', 'operator', 'country'];
/** Country codes, which are words in some language: `no`, `so`, `it`. UK and USA are names in use. */
const CODE = /^(?!UK$|USA$)[A-Z]{2,3}$/;

/** Finds companies and countries of a network's latest scan by their names, as the page's search does. */
export function createNameFinder({ scans, history }: Pick<Store, 'scans' | 'history'>): FindName {
  /** Reading the names takes milliseconds, and a finished scan does not change. */
  const read = new Map<Network, { readonly scanId: number; readonly entries: readonly Entry[] }>();
  const entriesOf = (network: Network): readonly Entry[] => {
    const scan = scans.standing(network);
    if (scan === null) return [];
    const known = read.get(network);
    if (known?.scanId === scan.id) return known.entries;
    const entries = namesOf(history.totals(scan.id));
    read.set(network, { scanId: scan.id, entries });
    return entries;
  };
  return (words, network) => {
    const { exact, others } = findNames(words, entriesOf(network));
    return { exact, similar: others };
  };
}

interface TotalOfName {
  readonly layer: string;
  readonly key: string;
  readonly name: string | null;
  readonly servers: number;
}

/** A company with several roles is listed once, in the role with most servers. */
function namesOf(totals: readonly TotalOfName[]): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const { layer, key, name, servers } of totals) {
    const role = ROLES.find((each) => each === layer);
    if (role === undefined) continue;
    const id = role === 'country' ? `country ${key}` : key;
    if ((entries.get(id)?.servers ?? 0) >= servers) continue;
    entries.set(id, role === 'country' ? country(key, servers) : company(role, key, { name, servers }));
  }
  return [...entries.values()];
}

function company(
  role: NameRole,
  key: string,
  { name, servers }: Pick<TotalOfName, 'name' | 'servers'>,
): Entry {
  const names = /^as\d+$/i.test(key) ? [] : [key];
  return { role, key, name: name ?? key, names, servers };
}

function country(code: string, servers: number): Entry {
  const names = otherCountryNames(code).filter((name) => !CODE.test(name));
  return { role: 'country', key: code, name: englishCountryName(code), names, servers };
}
