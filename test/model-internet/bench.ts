import type { Latency } from './latency.ts';
import type { ModelServer } from './networks/server.ts';
import { fraction } from './random.ts';

export interface BenchInternet {
  readonly servers: readonly ModelServer[];
  readonly latency: { readonly dns: Latency; readonly http: Latency; readonly seed: string };
  readonly made: {
    readonly servers: number;
    readonly alive: number;
    /** Resolve, take the connection, and never finish TLS. */
    readonly deadTls: number;
    /** Never answer DNS. */
    readonly deadDns: number;
    readonly httpLatencyMs: { readonly from: number; readonly to: number };
    readonly dnsLatencyMs: { readonly p50: number; readonly p95: number };
    readonly seed: string;
  };
}

export interface BenchOptions {
  /** Default 30,000; at most 99,999,999. */
  readonly count?: number;
  readonly seed?: string;
  /** Default 0.3, of all. */
  readonly dead?: number;
  /** Default 0.03, of all and part of the dead. */
  readonly deadDns?: number;
}

/** Names in one certificate. */
const GROUP_SIZE = 100;
const HTTP = { from: 100, to: 800 } as const;
/** As measured of real resolvers. */
const DNS = { p50: 40, p95: 400 } as const;

/**
 * A fediverse to measure speed by: names `s00000.example` and so on, each a registrable domain and an address
 * of its own in 5.0.0.0/8, with shares of dead ones that are exact and spread by the seed.
 */
export function benchInternet(options: BenchOptions = {}): BenchInternet {
  const { count = 30_000, seed = '1', dead = 0.3, deadDns = 0.03 } = options;
  const order = Array.from({ length: count }, (_, index) => index).sort(
    (left, right) => fraction(`${seed} ${left}`) - fraction(`${seed} ${right}`) || left - right,
  );
  const silent = new Set(order.splice(0, Math.round(count * Math.min(dead, deadDns))));
  const hanging = new Set(order.splice(0, Math.round(count * dead) - silent.size));
  const width = Math.max(5, String(count - 1).length);
  const servers = Array.from({ length: count }, (_, index): ModelServer => {
    const users = 1 + Math.floor(5 / (fraction(`${seed} users ${index}`) + 1e-4));
    return {
      domain: `s${String(index).padStart(width, '0')}.example`,
      ip: `5.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
      software: 'mastodon',
      users: { total: users, activeMonth: Math.ceil(users / 4) },
      behaviour: silent.has(index) ? 'silent' : hanging.has(index) ? 'dead' : 'ok',
      group: `bench-${Math.floor(index / GROUP_SIZE)}`,
    };
  });
  return {
    servers,
    latency: { dns: { shape: 'lognormal', ...DNS }, http: { shape: 'uniform', ...HTTP }, seed },
    made: {
      servers: count,
      alive: count - silent.size - hanging.size,
      deadTls: hanging.size,
      deadDns: silent.size,
      httpLatencyMs: HTTP,
      dnsLatencyMs: DNS,
      seed,
    },
  };
}
