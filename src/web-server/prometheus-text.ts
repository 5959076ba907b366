import type { Metric } from '../text/metrics.ts';

/** Metrics in the text format of Prometheus, and its content type. Metrics without samples are left out. */
export async function writeMetrics(
  metrics: readonly Metric[],
): Promise<{ readonly type: string; readonly body: string }> {
  // Loaded on the first request: most installations never get one.
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  for (const { name, type, help, samples } of metrics) {
    if (samples.length === 0) continue;
    const labelNames = [...new Set(samples.flatMap(({ labels = {} }) => Object.keys(labels)))];
    const options = { name, help, labelNames, registers: [registry] };
    if (type === 'counter') {
      const counter = new Counter(options);
      for (const { labels = {}, value } of samples) counter.inc({ ...labels }, value);
    } else {
      const gauge = new Gauge(options);
      for (const { labels = {}, value } of samples) gauge.set({ ...labels }, value);
    }
  }
  return { type: registry.contentType, body: await registry.metrics() };
}
