import { afterEach, describe, it } from 'vitest';
import { openStream } from '../../../src/bot/runtime/stream.ts';
import { until } from '../../kit/until.ts';
import { startMastodon } from '../../model-internet/mastodon/mastodon.ts';
import { memoryLog, USER_AGENT } from '../house.ts';

const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('the stream', () => {
  it.each(['cut', 'closed', 'frozen', 'refused'] as const)('%s: reconnects and hints again', async (how) => {
    const server = await startMastodon({ flavour: 'gotosocial' });
    closing.push(() => server.stop());
    let hints = 0;
    const stream = openStream({
      url: server.url.replace('http', 'ws'),
      accessToken: server.token,
      userAgent: USER_AGENT,
      log: memoryLog(),
      onHint: () => {
        hints += 1;
      },
      heartbeatMs: 100,
      firstDelayMs: 10,
      longestDelayMs: 100,
    });
    closing.push(() => stream.stop());
    await server.waitForStream();
    await until(() => hints > 0, 'the first hint');
    const before = hints;
    if (how === 'refused') {
      server.fault({ route: 'GET /api/v1/streaming', action: { kind: 'html', status: 502 }, count: 3 });
    }
    if (how === 'frozen') server.freezeStreams();
    else server.cutStreams(how === 'closed' ? 1001 : undefined);
    await until(() => hints > before, 'a hint of the new connection');
    await server.waitForStream();
    server.mention({ from: 'ann@far.example', text: 'social.example' });
    await until(() => hints > before + 1, 'a hint of the mention');
  });
});
