/** How many labelled domains came out how; `users` are those of the same domains. */
export interface Tally {
  readonly domains: { right: number; wrong: number; unknown: number };
  readonly users: { right: number; wrong: number; unknown: number };
  /** Disagreements by label and answer, with the number of domains. */
  readonly disagreements: Map<string, number>;
}

/** How many there were, and how many of them a reference agreed with. */
export interface Counted {
  all: number;
  agree: number;
}

export type Outcome = 'right' | 'wrong' | 'unknown';

export function createTally(): Tally {
  return {
    domains: { right: 0, wrong: 0, unknown: 0 },
    users: { right: 0, wrong: 0, unknown: 0 },
    disagreements: new Map(),
  };
}

export function count(tally: Tally, outcome: Outcome, users: number, disagreement: string): void {
  tally.domains[outcome]++;
  tally.users[outcome] += users;
  if (outcome !== 'right') {
    tally.disagreements.set(disagreement, (tally.disagreements.get(disagreement) ?? 0) + 1);
  }
}

/** Right of all, 0 to 1; unknown is not right. NaN of nothing. */
export function rate({ right, wrong, unknown }: Tally['domains']): number {
  return right / (right + wrong + unknown);
}

/** Wilson's score interval of a proportion at 95 % (Wilson 1927, doi:10.1080/01621459.1927.10502953). */
export function wilson(successes: number, n: number): readonly [low: number, high: number] {
  if (n === 0) return [0, 1];
  const z = 1.959964;
  const p = successes / n;
  const centre = p + (z * z) / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [(centre - spread) / scale, (centre + spread) / scale];
}

export function percent(value: number): string {
  return Number.isNaN(value) ? '-' : `${(value * 100).toFixed(2)} %`;
}

/** `right 98, wrong 1, unknown 1: 98.00 % (95.1 to 99.2 %)`, and the rate by users. */
export function describeTally(tally: Tally): string {
  const { right, wrong, unknown } = tally.domains;
  const [low, high] = wilson(right, right + wrong + unknown);
  return (
    `right ${right}, wrong ${wrong}, unknown ${unknown}: ${percent(rate(tally.domains))} ` +
    `(${percent(low)} to ${percent(high)}); by users ${percent(rate(tally.users))}`
  );
}
