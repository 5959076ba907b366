import type { IncomingMessage, ServerResponse } from 'node:http';
import { crc32, deflateSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chartConfiguration } from '../../../src/report/chart/configuration.ts';
import { drawChart } from '../../../src/report/chart/embedded.ts';
import { drawChartByQuickChart } from '../../../src/report/chart/quickchart.ts';
import { CHART_HOSTERS } from '../../../src/report/chart/rows.ts';
import { REPORT_PHRASES } from '../../../src/report/language/languages.ts';
import { buildReport } from '../../../src/report/report.ts';
import { hoster, scan, servers } from '../../statistics/servers.ts';
import { HOSTILE_NAMES } from '../hostile-names.ts';
import { modelInput } from '../model-fediverse.ts';
import { differingPixels } from './pixels.ts';
import { type QuickChartServer, startQuickChart } from './quickchart-server.ts';

const configuration = chartConfiguration(buildReport(modelInput()), REPORT_PHRASES.en);
const running: QuickChartServer[] = [];

async function start(answer?: (response: ServerResponse, request: IncomingMessage) => void) {
  const server = await startQuickChart(answer);
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

describe('the QuickChart renderer', () => {
  it('sends what QuickChart expects and gets the same picture as the embedded renderer', async () => {
    const server = await start();
    const drawn = await drawChartByQuickChart(configuration, { url: server.url });
    if (!drawn.ok) throw new Error(drawn.problem);
    expect(await differingPixels(drawn.png, await drawChart(configuration))).toBe(0);
    const { chart, ...body } = server.bodies[0] ?? {};
    expect(body).toEqual({
      width: 1200,
      height: 675,
      format: 'png',
      version: '4',
      backgroundColor: '#fcfbf8',
      devicePixelRatio: 1,
    });
    expect(JSON.parse(String(chart))).toEqual(configuration);
  });

  it('finds a server under a path, with or without a slash at the end', async () => {
    const server = await start();
    for (const url of [`${server.url}/path`, `${server.url}/path/`, `${server.url}/`]) {
      expect((await drawChartByQuickChart(configuration, { url })).ok).toBe(true);
    }
  });

  it('draws hosters whose names are code, without running it', async () => {
    const server = await start();
    for (let first = 0; first < HOSTILE_NAMES.length; first += CHART_HOSTERS) {
      const list = HOSTILE_NAMES.slice(first, first + CHART_HOSTERS).flatMap((name, index) =>
        servers(2, `h${index}`, { hoster: hoster(`as${64500 + index}`, name) }),
      );
      const input = { movers: [], previous: null, comparison: [] };
      const report = buildReport({ ...input, scan: scan(list.length), servers: list });
      const hostile = chartConfiguration(report, REPORT_PHRASES.en);
      expect(await drawChartByQuickChart(hostile, { url: server.url })).toMatchObject({ ok: true });
      expect(JSON.parse(String(server.bodies.at(-1)?.chart))).toEqual(hostile);
    }
  });

  const png = (width: number, height: number) => {
    const header = Buffer.alloc(33);
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(header);
    header.writeUInt32BE(width, 16);
    header.writeUInt32BE(height, 20);
    return header;
  };

  let half: Buffer;
  beforeAll(async () => {
    const whole = Buffer.from(await drawChart(configuration));
    half = whole.subarray(0, whole.length / 2);
  });

  it('limits the memory of a picture that unpacks to far more than its size', async () => {
    const chunk = (type: string, data: Buffer) => {
      const body = Buffer.concat([Buffer.from(type), data]);
      const frame = Buffer.alloc(8);
      frame.writeUInt32BE(data.length, 0);
      frame.writeUInt32BE(crc32(body), 4);
      return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
    };
    const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
    head.writeUInt32BE(1200, 0);
    head.writeUInt32BE(675, 4);
    const zeros = deflateSync(Buffer.alloc(200_000_000), { level: 1 });
    const profile = Buffer.concat([Buffer.from('p\0\0'), zeros]);
    const bomb = Buffer.concat([
      png(1200, 675).subarray(0, 8),
      ...[chunk('IHDR', head), chunk('iCCP', profile), chunk('IDAT', zeros), chunk('IEND', Buffer.alloc(0))],
    ]);
    const server = await start((response) => response.end(bomb));
    const before = process.memoryUsage().rss;
    await drawChartByQuickChart(configuration, { url: server.url });
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    [
      'an error',
      (response) => response.writeHead(400, { 'X-quickchart-error': 'Bad chart' }).end('x'),
      'it answered 400 Bad chart',
    ],
    ['a page', (response) => response.end('<html>'), 'its answer is not a PNG image'],
    ['nothing', (response) => response.end(), 'its answer is not a PNG image'],
    ['another size', (response) => response.end(png(500, 300)), '500 x 300 pixels'],
    ['a header alone', (response) => response.end(png(1200, 675)), 'its picture is damaged'],
    ['half a picture', (response) => response.end(half), 'its picture is damaged'],
    ['a flood', (response) => response.end(Buffer.alloc(5_000_001)), 'larger than 5000000 bytes'],
    ['a redirect', (response) => response.writeHead(302, { Location: '/elsewhere' }).end(), 'redirect'],
    ['a broken line', (response) => response.destroy(), 'drew no chart'],
  ])('says what is wrong when the server sends %s', async (_, answer, problem) => {
    const server = await start(answer);
    const drawn = await drawChartByQuickChart(configuration, { url: server.url });
    expect(drawn).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });

  it('keeps its deadline even if the server sends a byte now and then', async () => {
    let drip: NodeJS.Timeout | undefined;
    const server = await start((response) => {
      response.writeHead(200);
      drip = setInterval(() => response.write('x'), 20);
    });
    const drawn = await drawChartByQuickChart(configuration, { url: server.url, timeoutMs: 200 });
    clearInterval(drip);
    expect(drawn).toEqual({ ok: false, problem: expect.stringContaining('no answer within 200 ms') });
  });

  it('reports a server that cannot be reached', async () => {
    const server = await startQuickChart();
    await server.close();
    const drawn = await drawChartByQuickChart(configuration, { url: server.url });
    expect(drawn).toEqual({ ok: false, problem: expect.stringContaining('ECONNREFUSED') });
  });
});
