import { afterEach, expect, it } from 'vitest';
import { until } from '../../kit/until.ts';
import { startBoth } from '../house.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const DELETE = 'DELETE /api/v1/statuses/*';

/** A bot that has answered ann, and that she asks to remove the answer. */
async function askedToRemove(fault: Parameters<Awaited<ReturnType<typeof startBoth>>['model']['fault']>[0]) {
  const { model, house } = await startBoth(closing);
  const { bot, log } = house.bot();
  await bot.start();
  const { status } = model.mention({ from: 'ann@far.example', text: '@whohosts social.example' });
  const reply = await model.waitForPost(({ inReplyToId }) => inReplyToId === status.id);
  model.fault(fault);
  const wish = model.mention({ from: 'ann@far.example', text: '@whohosts delete', inReplyToId: reply.id });
  const row = () => house.store.outbox.get(`remove-${new URL(model.url).host}-${wish.status.id}`);
  return { model, row, log };
}

it('a server without removal delays no reply, and the operator is notified', async () => {
  const { model, row, log } = await askedToRemove({
    route: DELETE,
    action: { kind: 'html', status: 404 },
    count: 1000,
  });
  await until(() => (row()?.attempts ?? 0) > 1, 'a second try');
  const { status } = model.mention({ from: 'bob@far.example', text: '@whohosts other.example' });
  await model.waitForPost(({ inReplyToId }) => inReplyToId === status.id);
  await until(() => row()?.state === 'failed', 'the end of the tries');
  expect(row()?.error).toContain('knows no way to remove');
  expect(row()?.attempts).toBeLessThanOrEqual(6);
  expect(log.lines.some(({ message }) => message === 'not removed yet')).toBe(true);
});

it('a removal that a proxy refuses for a while is done in the end', async () => {
  const { model, row } = await askedToRemove({
    route: DELETE,
    action: { kind: 'html', status: 404 },
    count: 3,
  });
  await until(() => row()?.state === 'sent', 'the removal');
  expect(model.posts().filter(({ text }) => text.includes('social.example'))).toEqual([]);
});
