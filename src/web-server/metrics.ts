import type { IncomingMessage } from 'node:http';
import { parseAddress } from '../model/address.ts';
import type { Metric } from '../text/metrics.ts';
import { json, type Text } from './answer.ts';
import { writeMetrics } from './prometheus-text.ts';

/** Who may read `/metrics`: programs on this machine alone, everyone, or no one. */
export type MetricsAccess = 'local' | 'public' | 'off';

export interface MetricsOptions {
  readonly access: MetricsAccess;
  /** Of the installation; those of the process and of the server are added. */
  readonly read: () => readonly Metric[];
}

/** Counts answers by the class of their status. */
export interface RequestCount {
  add(status: number): void;
  metric(): Metric;
}

export function createRequestCount(): RequestCount {
  const counts = new Map(['2xx', '3xx', '4xx', '5xx'].map((status) => [status, 0]));
  return {
    add(status) {
      const name = `${Math.floor(status / 100)}xx`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    metric: () => ({
      name: 'whohosts_http_requests_total',
      type: 'counter',
      help: 'Requests that were answered, by the class of their status.',
      samples: [...counts].map(([status, value]) => ({ labels: { status }, value })),
    }),
  };
}

export async function answerMetrics(
  request: IncomingMessage,
  options: MetricsOptions | undefined,
  count: RequestCount,
): Promise<Text> {
  const access = options?.access ?? 'off';
  if (options === undefined || access === 'off' || (access === 'local' && !isLocal(request))) {
    return json(404, { error: 'not found' });
  }
  const metrics = [...options.read(), count.metric(), ...processMetrics()];
  return { status: 200, ...(await writeMetrics(metrics)) };
}

/** Headers by which a proxy tells on whose behalf it asks. */
const PROXY_HEADERS = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'forwarded',
  'via',
];

/** From this machine, and not on behalf of a client elsewhere. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const peer = parseAddress(socket.remoteAddress ?? '');
  const isLoopback = peer === '::1' || peer?.startsWith('127.') === true;
  return isLoopback && !PROXY_HEADERS.some((name) => headers[name] !== undefined);
}

function processMetrics(): readonly Metric[] {
  const { user, system } = process.cpuUsage();
  return [
    {
      name: 'process_cpu_seconds_total',
      type: 'counter',
      help: 'CPU time of this process.',
      samples: [{ value: (user + system) / 1e6 }],
    },
    {
      name: 'process_resident_memory_bytes',
      type: 'gauge',
      help: 'Memory of this process.',
      samples: [{ value: process.memoryUsage.rss() }],
    },
    {
      name: 'process_start_time_seconds',
      type: 'gauge',
      help: 'When this process began, in seconds since 1970.',
      samples: [{ value: Math.round(performance.timeOrigin) / 1000 }],
    },
  ];
}
