import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReportFiles } from '../../../src/report/post/files.ts';
import { buildReport } from '../../../src/report/report.ts';
import { modelInput } from '../model-fediverse.ts';

const report = buildReport(modelInput());
const files = { toot: 'a toot', altText: 'a picture', chart: Buffer.from('png'), report };
let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'whohosts-files-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('the report’s files', () => {
  it('are written into a folder that need not be there, and nothing else is left', async () => {
    const out = join(directory, 'a', 'b');
    await writeReportFiles(out, files);
    await writeReportFiles(out, { ...files, toot: 'another' });
    expect((await readdir(out)).sort()).toEqual(['alt.txt', 'chart.png', 'report.json', 'toot.txt']);
    expect(await readFile(join(out, 'toot.txt'), 'utf8')).toBe('another\n');
    expect(await readFile(join(out, 'chart.png'), 'utf8')).toBe('png');
    expect(JSON.parse(await readFile(join(out, 'report.json'), 'utf8'))).toEqual(report);
  });

  it('never show half a file: a reader sees the old or the new one', async () => {
    const out = join(directory, 'race');
    const texts = ['x'.repeat(2_000_000), 'y'.repeat(2_000_000)];
    await writeReportFiles(out, { ...files, toot: texts[0] ?? '' });
    const writing = (async () => {
      for (let round = 0; round < 10; round += 1) {
        await writeReportFiles(out, { ...files, toot: texts[round % 2] ?? '' });
      }
    })();
    for (let round = 0; round < 50; round += 1) {
      const read = (await readFile(join(out, 'toot.txt'), 'utf8')).trimEnd();
      expect(texts.includes(read)).toBe(true);
    }
    await writing;
  });

  it('fail loudly where the folder cannot be, and leave nothing behind', async () => {
    const blocked = join(directory, 'file');
    await writeFile(blocked, '');
    await expect(writeReportFiles(join(blocked, 'out'), files)).rejects.toThrow('ENOTDIR');
    expect(await readFile(blocked, 'utf8')).toBe('');
  });
});
