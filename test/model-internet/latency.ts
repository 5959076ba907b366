import { fraction } from './random.ts';

/** How long answers take, in milliseconds. `lognormal` is given by its median and its 95th percentile. */
export type Latency =
  | { readonly shape: 'none' }
  | { readonly shape: 'uniform'; readonly from: number; readonly to: number }
  | { readonly shape: 'lognormal'; readonly p50: number; readonly p95: number };

/** The 95th percentile of the standard normal distribution. */
const Z95 = 1.6449;

/**
 * The delay of one thing, drawn from the distribution by the hash of its key: the same whatever the order of
 * events, so that two runs (or two clients) meet the same network.
 */
export function delayOf(latency: Latency, key: string): number {
  if (latency.shape === 'none') return 0;
  if (latency.shape === 'uniform') return latency.from + fraction(key) * (latency.to - latency.from);
  const sigma = Math.log(latency.p95 / latency.p50) / Z95;
  // Box and Muller; 1 - fraction keeps the logarithm's argument above 0.
  const radius = Math.sqrt(-2 * Math.log(1 - fraction(`${key}/radius`)));
  const normal = radius * Math.cos(2 * Math.PI * fraction(`${key}/angle`));
  return latency.p50 * Math.exp(sigma * normal);
}
