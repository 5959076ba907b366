import { describe, expect, it } from 'vitest';
import { drawSample } from '../../src/lists/sample.ts';
import { wilsonInterval } from '../../src/statistics/margin.ts';

/**
 * Servers of the ten largest hosters in the fediverse of 2023-07-06, of 15,544 counted (daenney/fedinetmap):
 * OVH, Cloudflare, Hetzner, DigitalOcean, Akamai, netcup, AWS, Oracle, Vultr, Contabo.
 */
const LARGEST = [3031, 2499, 1990, 1345, 726, 458, 450, 325, 305, 253];
const POPULATION = 15_544;
const SAMPLED = 1000;
const DRAWS = 2000;

function covers(count: number, truth: number, population: number): boolean {
  const { low, high } = wilsonInterval(count, SAMPLED, population);
  return low <= truth && truth <= high;
}

/** Probability that the interval contains the true share; drawing without replacement is hypergeometric. */
function exactCoverage(servers: number, population: number): number {
  const logFactorial = [0];
  for (let n = 1; n <= population; n += 1) logFactorial.push((logFactorial[n - 1] ?? 0) + Math.log(n));
  const logChoose = (n: number, k: number) =>
    (logFactorial[n] ?? 0) - (logFactorial[k] ?? 0) - (logFactorial[n - k] ?? 0);
  let coverage = 0;
  const least = Math.max(0, SAMPLED - (population - servers));
  for (let count = least; count <= Math.min(servers, SAMPLED); count += 1) {
    if (!covers(count, servers / population, population)) continue;
    const others = logChoose(population - servers, SAMPLED - count);
    coverage += Math.exp(logChoose(servers, count) + others - logChoose(population, SAMPLED));
  }
  return coverage;
}

describe('the 95 % intervals of a sample of 1,000', () => {
  it.each(LARGEST)(
    'contain the true share of a hoster with %i servers in 94 to 96.5 %% of all samples',
    (servers) => {
      const coverage = exactCoverage(servers, POPULATION);
      expect(coverage).toBeGreaterThan(0.94);
      expect(coverage).toBeLessThan(0.965);
    },
  );

  it('contain the true shares of the ten largest in 94 to 96.5 % of 2,000 seeded samples', () => {
    // A fifth of the population in the same proportions, because as many samples of the whole would take a
    // minute of SHA-256. The sample is then a third of it, so that intervals without the finite-population
    // correction would contain the truth in 98 %.
    const population = Math.round(POPULATION / 5);
    const servers = LARGEST.map((count) => Math.round(count / 5));
    const owners = servers.flatMap((count, hoster) => Array.from({ length: count }, () => hoster));
    const names = Array.from({ length: population }, (_, index) => `s${index}.example`);
    const ownerOf = new Map(names.map((name, index) => [name, owners[index]]));
    const held = servers.map(() => 0);
    for (let seed = 0; seed < DRAWS; seed += 1) {
      const counts = servers.map(() => 0);
      for (const name of drawSample(names, SAMPLED, `draw ${seed}`)) {
        const owner = ownerOf.get(name);
        if (owner !== undefined) counts[owner] = (counts[owner] ?? 0) + 1;
      }
      for (const [hoster, count] of counts.entries()) {
        if (covers(count, (servers[hoster] ?? 0) / population, population))
          held[hoster] = (held[hoster] ?? 0) + 1;
      }
    }
    const overall = held.reduce((sum, times) => sum + times, 0) / (DRAWS * servers.length);
    expect(overall).toBeGreaterThan(0.94);
    expect(overall).toBeLessThan(0.965);
    // Binomial, n = 2,000, p = 0.95: standard deviation 0.5 points. A deviation by four of them has a chance
    // of 1 in 16,000.
    for (const times of held) expect(Math.abs(times / DRAWS - 0.95)).toBeLessThan(0.02);
  }, 120_000);
});
