import type { Country, Hoster } from '../model/attribution.ts';
import { isCounted } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import { marginOfError, type Sampling } from './margin.ts';
import { plausibleActiveUsers } from './plausible.ts';
import { type Slice, slicer, type Tally, tallyServers } from './shares.ts';

/** Areas of law that readers ask about; all other countries are `other`. */
export const LAW_REGIONS = ['eea', 'us', 'other'] as const;
export type LawRegion = (typeof LAW_REGIONS)[number];

/**
 * The 27 members of the European Union, then Iceland, Liechtenstein and Norway (EEA Agreement), as of 2025.
 */
const EEA: ReadonlySet<Country> = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO'.split(' '),
);

export function lawRegion(country: Country): LawRegion {
  if (country === 'US') return 'us';
  return EEA.has(country) ? 'eea' : 'other';
}

/** The seat of the company that owns the given company (by id); null if no owner is known. */
export type OwnerSeat = (id: string) => Country | null;

/** The companies of a measured server that determine which laws apply. */
type Companies = Pick<MeasuredServer, 'front' | 'hoster' | 'operator'>;

/**
 * The seat of the company that has the server's addresses: its front, else its hoster. Null if the company or
 * its seat is unknown.
 */
export function seatOf({ front, hoster }: Companies): Country | null {
  return (front ?? hoster)?.country ?? null;
}

/**
 * The countries whose law can reach the server through a visible company: the seats of front, hoster,
 * operator and their owners. Sorted, without duplicates. A front hides the hoster.
 */
export function lawsOf({ front, hoster, operator }: Companies, ownerSeat: OwnerSeat): readonly Country[] {
  const seen = [front ?? hoster, operator].filter((company): company is Hoster => company !== null);
  const seats = seen.flatMap(({ id, country }) => [country, ownerSeat(id)]);
  return [...new Set(seats.filter((seat) => seat !== null))].sort();
}

/**
 * The reach of one law. The fields of the slice itself count each server once, under the seat of its company.
 */
export interface LawSlice extends Slice {
  /** Share of the answered servers with a visible company under this law, in any layer. */
  readonly min: number;
  /** `min` plus all servers whose hoster is not visible, because a company under this law may host them. */
  readonly max: number;
  /** The same for active users; null if no server reports any. */
  readonly activeMin: number | null;
  readonly activeMax: number | null;
  /** Half the width of the 95 % interval of `min`; null for a census. */
  readonly marginOfError: number | null;
  /** Servers whose company in that layer has its seat under this law; owners do not count. Layers overlap. */
  readonly hosters: Slice;
  readonly fronts: Slice;
  readonly operators: Slice;
}

export interface RegionLaw extends LawSlice {
  readonly region: LawRegion;
}

export interface CountryLaw extends LawSlice {
  readonly country: Country;
  readonly region: LawRegion;
}

/**
 * Which laws apply to the companies that servers depend on. The location of the machines is a separate
 * question.
 */
export interface Jurisdictions {
  /**
   * All three, in the order of {@link LAW_REGIONS}. Together with `unknown` they add up to the answered
   * servers.
   */
  readonly regions: readonly RegionLaw[];
  /** By seat, largest first. Together with `unknown` they add up to the answered servers. */
  readonly countries: readonly CountryLaw[];
  /** Servers whose company or its seat is unknown. */
  readonly unknown: Slice;
}

interface Judged {
  readonly server: MeasuredServer;
  readonly users: number;
  readonly seat: Country | null;
  readonly laws: readonly Country[];
  /** Whether the hoster is unknown or has no known seat, so that any law may apply. */
  readonly isOpen: boolean;
}

/** @param servers all servers of a scan, or of a part of it */
export function countJurisdictions(
  servers: readonly MeasuredServer[],
  sampling: Sampling,
  ownerSeat: OwnerSeat,
): Jurisdictions {
  const answered = servers.filter(isCounted);
  const all = tallyServers(answered);
  const slice = slicer(all.servers, all.activeUsers);
  const judged = answered.map((server): Judged => {
    const { front, hoster } = server;
    return {
      server,
      users: plausibleActiveUsers(server) ?? 0,
      seat: seatOf(server),
      laws: lawsOf(server, ownerSeat),
      isOpen: front !== null || hoster === null || hoster.country === null,
    };
  });

  const reach = <Law>(lawOf: (country: Country) => Law): ReadonlyMap<Law, LawSlice> => {
    const laws = new Map<Law, Record<Count, RunningTally>>();
    const add = (country: Country | null, count: Count, users: number) => {
      if (country === null) return;
      const law = lawOf(country);
      const counts = laws.get(law) ?? emptyCounts();
      laws.set(law, counts);
      const tally = counts[count];
      tally.servers += 1;
      tally.activeUsers += users;
    };
    const open = sum(judged.filter(({ isOpen }) => isOpen));
    for (const { server, users, seat, laws: reached, isOpen } of judged) {
      const { front, hoster, operator } = server;
      add(seat, 'seats', users);
      add(front === null ? (hoster?.country ?? null) : null, 'hosters', users);
      add(front?.country ?? null, 'fronts', users);
      add(operator?.country ?? null, 'operators', users);
      // Count a server once per region, even if two countries of the region reach it.
      for (const country of new Map(reached.map((one) => [lawOf(one), one])).values()) {
        add(country, 'reached', users);
        if (isOpen) add(country, 'reachedOpen', users);
      }
    }
    return new Map(
      [...laws].map(([law, counts]) => {
        const least = slice(counts.reached);
        const most = slice({
          servers: counts.reached.servers + open.servers - counts.reachedOpen.servers,
          activeUsers: counts.reached.activeUsers + open.activeUsers - counts.reachedOpen.activeUsers,
        });
        return [
          law,
          {
            ...slice(counts.seats),
            min: least.share,
            max: most.share,
            activeMin: least.activeShare,
            activeMax: most.activeShare,
            marginOfError: marginOfError(counts.reached.servers, all.servers, sampling),
            hosters: slice(counts.hosters),
            fronts: slice(counts.fronts),
            operators: slice(counts.operators),
          },
        ];
      }),
    );
  };

  const regions = reach(lawRegion);
  const open = slice(sum(judged.filter(({ isOpen }) => isOpen)));
  const none = slice(NONE);
  return {
    regions: LAW_REGIONS.map((region) => ({
      region,
      ...(regions.get(region) ?? {
        ...none,
        min: 0,
        max: open.share,
        activeMin: none.activeShare,
        activeMax: open.activeShare,
        marginOfError: marginOfError(0, all.servers, sampling),
        hosters: none,
        fronts: none,
        operators: none,
      }),
    })),
    countries: [...reach((country) => country)]
      .map(([country, law]) => ({ country, region: lawRegion(country), ...law }))
      .sort(
        (a, b) =>
          b.servers - a.servers ||
          b.min - a.min ||
          b.activeUsers - a.activeUsers ||
          (a.country < b.country ? -1 : 1),
      ),
    unknown: slice(sum(judged.filter(({ seat }) => seat === null))),
  };
}

type Count = 'seats' | 'hosters' | 'fronts' | 'operators' | 'reached' | 'reachedOpen';

const NONE: Tally = { servers: 0, activeUsers: 0 };

/** A tally under way; a new object for every server would be most of the work. */
type RunningTally = { -readonly [Key in keyof Tally]: Tally[Key] };

function emptyCounts(): Record<Count, RunningTally> {
  const none = (): RunningTally => ({ servers: 0, activeUsers: 0 });
  return {
    seats: none(),
    hosters: none(),
    fronts: none(),
    operators: none(),
    reached: none(),
    reachedOpen: none(),
  };
}

function sum(judged: readonly Judged[]): Tally {
  return { servers: judged.length, activeUsers: judged.reduce((total, { users }) => total + users, 0) };
}
