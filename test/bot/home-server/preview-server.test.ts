import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createBot } from '../../../src/bot/bot.ts';
import { createPreviewServer } from '../../../src/bot/home-server/preview-server.ts';
import { openStore } from '../../../src/store/store.ts';
import { until } from '../../kit/until.ts';
import { lookup, memoryLog } from '../house.ts';

it('without an account, posts are written to files, with a clear warning', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'whohosts-preview-'));
  const preview = join(directory, 'preview');
  const store = openStore(join(directory, 'whohosts.db'));
  const log = memoryLog();
  const homeServer = createPreviewServer({ directory: preview, log });
  const bot = createBot({ homeServer, store, lookup, log, language: 'en', streaming: null });
  expect((await bot.start()).ok).toBe(true);
  const png = Buffer.from('89504e470d0a1a0a', 'hex');
  bot.publish({
    week: '2026-W47',
    scanId: 1,
    text: 'Five companies host 61%.',
    language: 'en',
    alt: 'Bar chart',
    png,
    second: 'Since Saturday, 12 servers changed host.',
  });
  const second = () => store.outbox.get('preview-weekly-2026-W47-second');
  await until(() => second()?.state === 'sent', 'the preview is written');
  await bot.stop();
  expect(readdirSync(preview).toSorted()).toEqual([
    'preview-weekly-2026-W47-second.txt',
    'preview-weekly-2026-W47.png',
    'preview-weekly-2026-W47.txt',
  ]);
  const text = readFileSync(join(preview, 'preview-weekly-2026-W47.txt'), 'utf8');
  expect(text).toContain('Five companies host 61%.');
  expect(text).toContain('alt text: Bar chart');
  expect(text).not.toContain('in reply to');
  const answer = readFileSync(join(preview, 'preview-weekly-2026-W47-second.txt'), 'utf8');
  expect(answer).toContain('in reply to: preview-weekly-2026-W47\n');
  expect(answer).toContain('Since Saturday, 12 servers changed host.');
  expect(readFileSync(join(preview, 'preview-weekly-2026-W47.png'))).toEqual(png);
  expect(log.lines.some(({ level, message }) => level === 'warn' && message.startsWith('PREVIEW'))).toBe(
    true,
  );
  // With an account, the week's post is still to be made.
  expect(store.outbox.get('weekly-2026-W47')).toBeNull();
  store.close();
  rmSync(directory, { recursive: true });
});
