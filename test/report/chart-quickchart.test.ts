import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { chartConfiguration } from '../../src/report/chart-configuration.ts';
import { drawChart } from '../../src/report/chart-embedded.ts';
import { drawChartByQuickChart } from '../../src/report/chart-quickchart.ts';
import { CHART_HOSTERS } from '../../src/report/chart-rows.ts';
import { LANGUAGES } from '../../src/report/language/languages.ts';
import { buildReport } from '../../src/report/report.ts';
import { hoster, scan, servers } from '../statistics/servers.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';
import { modelInput } from './model-fediverse.ts';
import { differingPixels } from './pixels.ts';
import { type QuickChartServer, startQuickChart } from './quickchart-server.ts';

const configuration = chartConfiguration(buildReport(modelInput()), LANGUAGES.en);
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
  it('sends what QuickChart expects and gets the picture that we would draw', async () => {
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

  it('draws hosters whose names are code, and runs none of it', async () => {
    const server = await start();
    for (let first = 0; first < HOSTILE_NAMES.length; first += CHART_HOSTERS) {
      const list = HOSTILE_NAMES.slice(first, first + CHART_HOSTERS).flatMap((name, index) =>
        servers(2, `h${index}`, { hoster: hoster(`as${64500 + index}`, name) }),
      );
      const input = { movers: [], previous: null, comparison: [] };
      const report = buildReport({ ...input, scan: scan(list.length), servers: list });
      const hostile = chartConfiguration(report, LANGUAGES.en);
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

  it.each<[string, (response: ServerResponse) => void, string]>([
    [
      'an error',
      (response) => response.writeHead(400, { 'X-quickchart-error': 'Bad chart' }).end('x'),
      'it answered 400 Bad chart',
    ],
    ['a page', (response) => response.end('<html>'), 'it sent no PNG picture'],
    ['nothing', (response) => response.end(), 'it sent no PNG picture'],
    ['another size', (response) => response.end(png(500, 300)), '500 x 300 pixels'],
    ['a flood', (response) => response.end(Buffer.alloc(5_000_001)), 'larger than 5000000 bytes'],
    ['a redirect', (response) => response.writeHead(302, { Location: '/elsewhere' }).end(), 'redirect'],
    ['a broken line', (response) => response.destroy(), 'drew no chart'],
  ])('says what is wrong when the server sends %s', async (_, answer, problem) => {
    const server = await start(answer);
    const drawn = await drawChartByQuickChart(configuration, { url: server.url });
    expect(drawn).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });

  it('waits no longer than its deadline, though the server sends a byte now and then', async () => {
    let drip: NodeJS.Timeout | undefined;
    const server = await start((response) => {
      response.writeHead(200);
      drip = setInterval(() => response.write('x'), 20);
    });
    const drawn = await drawChartByQuickChart(configuration, { url: server.url, timeoutMs: 200 });
    clearInterval(drip);
    expect(drawn).toEqual({ ok: false, problem: expect.stringContaining('no answer within 200 ms') });
  });

  it('says so when nobody is there', async () => {
    const server = await startQuickChart();
    await server.close();
    const drawn = await drawChartByQuickChart(configuration, { url: server.url });
    expect(drawn).toEqual({ ok: false, problem: expect.stringContaining('ECONNREFUSED') });
  });
});
