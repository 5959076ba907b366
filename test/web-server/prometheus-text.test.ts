import { expect, it } from 'vitest';
import { writeMetrics } from '../../src/web-server/prometheus-text.ts';

it('escapes what stands in labels and help, and leaves out metrics without samples', async () => {
  const samples = [{ labels: { name: 'a"b\\c\nd' }, value: 1 }];
  const { type, body } = await writeMetrics([
    { name: 'x', type: 'gauge', help: 'a\\b\nc', samples },
    { name: 'nothing', type: 'counter', help: 'none', samples: [] },
  ]);
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(body).toBe('# HELP x a\\\\b\\nc\n# TYPE x gauge\nx{name="a\\"b\\\\c\\nd"} 1\n');
});
