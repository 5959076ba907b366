import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/bot/runtime/clock.ts';
import { until } from '../../kit/until.ts';
import { startBoth } from '../house.ts';

const FULL = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });

describe('a disk that is full while a mention is answered', () => {
  it('is reported as such, and the mention gets its answer when there is space', async () => {
    const closing: (() => Promise<void>)[] = [];
    try {
      const { model, house } = await startBoth(closing);
      let isFull = true;
      const { settings } = house.store;
      const set: typeof settings.set = (name, value) => {
        if (isFull) throw FULL;
        settings.set(name, value);
      };
      // The pause of a minute after a failure is skipped.
      const clock = {
        ...systemClock,
        sleep: (ms: number, signal: AbortSignal) => systemClock.sleep(Math.min(ms, 50), signal),
      };
      const { bot, log } = house.bot({ store: { ...house.store, settings: { ...settings, set } }, clock });
      await bot.start();
      const { status } = model.mention({ from: 'ann@far.example', text: 'social.example' });
      const errors = () => log.lines.filter(({ level }) => level === 'error');
      await until(() => errors().length > 1, 'the full disk is reported');
      isFull = false;
      await model.waitForPost((post) => post.inReplyToId === status.id);
      expect(new Set(errors().map(({ message }) => message))).toEqual(
        new Set(['the bot cannot write to the disk; it tries again in a minute']),
      );
      expect(JSON.stringify(errors()[0]?.fields)).toContain('disk is full');
    } finally {
      for (const close of closing.reverse()) await close();
    }
  });
});
