import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { checkQuickChart } from '../../../src/cli/doctor/check-quickchart.ts';
import { chartConfiguration } from '../../../src/report/chart/configuration.ts';
import { drawChart } from '../../../src/report/chart/embedded.ts';
import type { ReportChart } from '../../../src/report/chart/frame.ts';
import { scriptProbes } from '../../../src/report/chart/missing-letters.ts';
import { createQuickChart } from '../../../src/report/chart/quickchart.ts';
import { REPORT_PHRASES } from '../../../src/report/language/languages.ts';
import { buildReport } from '../../../src/report/report.ts';
import { modelInput } from '../model-fediverse.ts';
import { startQuickChart } from './quickchart-server.ts';

const report = buildReport(modelInput());
const chart = (language: keyof typeof REPORT_PHRASES) => chartConfiguration(report, REPORT_PHRASES[language]);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server whose fonts lack these letters: each is the same box. */
async function serverWithout(letters: RegExp, draw = drawChart) {
  const server = await startQuickChart(undefined, async (configuration) => {
    const boxed = JSON.stringify(configuration).replace(letters, '□');
    return await draw(JSON.parse(boxed) as ReportChart);
  });
  closing.push(() => server.close());
  return server;
}

const NONE = /(?!)/gu;
const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

describe('a QuickChart server without letters', () => {
  it('is probed for each script that a chart is written in', () => {
    expect(scriptProbes(chart('de')).map(({ script }) => script)).toEqual(['Latin']);
    expect(scriptProbes(chart('ja')).map(({ script }) => script)).toEqual(['Latin', 'Kana', 'Han']);
  });

  it('is recognised by its boxes, once for all charts', async () => {
    const { url, bodies } = await serverWithout(JAPANESE);
    const draw = createQuickChart({ url });
    const refused = { ok: false, problem: expect.stringContaining('no font for the letters of Kana') };
    expect(await draw(chart('ja'))).toEqual(refused);
    const asked = bodies.length;
    expect(await draw(chart('ja'))).toEqual(refused);
    expect(bodies).toHaveLength(asked);
    expect(await draw(chart('de'))).toMatchObject({ ok: true });
  });

  it('draws where it has all of them', async () => {
    const { url } = await serverWithout(NONE);
    const draw = createQuickChart({ url });
    expect(await draw(chart('ja'))).toMatchObject({ ok: true });
    expect(await draw(chart('fr'))).toMatchObject({ ok: true });
  });

  it('is told of by doctor', async () => {
    const config = { chartRenderer: 'quickchart', language: 'ja' } as const;
    const levels = async (quickchartUrl: string | null) =>
      (await checkQuickChart({ ...config, quickchartUrl })).map(
        ({ level, message }) => `${level} ${message}`,
      );
    const boxes = await serverWithout(JAPANESE);
    expect(await levels(boxes.url)).toEqual([expect.stringMatching(/^warn .*no font for the letters of/)]);
    const whole = await serverWithout(NONE);
    expect(await levels(whole.url)).toEqual([`ok draws at ${whole.url}`]);
    const broken = await startQuickChart((response: ServerResponse) => response.writeHead(500).end());
    closing.push(() => broken.close());
    expect(await levels(broken.url)).toEqual([expect.stringMatching(/^warn .*it answered 500/)]);
    const embedded = { chartRenderer: 'embedded', quickchartUrl: null, language: 'ja' } as const;
    expect(await checkQuickChart(embedded)).toEqual([]);
  });
});
