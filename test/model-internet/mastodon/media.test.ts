import { describe, expect, it } from 'vitest';
import { modelServers, type Started } from './clients.ts';
import type { Flavour } from './flavours.ts';

const start = modelServers();
const bytes = Buffer.from('89504e470d0a1a0a', 'hex');

function picture(type = 'image/png') {
  return new File([bytes], 'chart.png', { type });
}

function upload({ client }: Started, description = 'A chart', file = picture()) {
  return client.v2.media.create({ file, description, skipPolling: true });
}

describe('uploads', () => {
  it('keep bytes, name and alt text, and are served', async () => {
    const started = await start();
    const media = await upload(started);
    expect(media).toMatchObject({ type: 'image', description: 'A chart' });
    expect(started.server.media()).toMatchObject([{ bytes, fileName: 'chart.png', mimeType: 'image/png' }]);
    const served = await fetch(media.url ?? '');
    expect(served.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await served.arrayBuffer())).toEqual(bytes);
    const status = await started.client.v1.statuses.create({ status: '', mediaIds: [media.id] });
    expect(status.mediaAttachments).toMatchObject([{ id: media.id, description: 'A chart' }]);
  });

  it('are processed for a while, and cannot be attached before', async () => {
    let now = Date.now();
    const started = await start({ processing: 500, now: () => now });
    const { client, ask } = started;
    const media = await upload(started);
    expect(media.url).toBeNull();
    const attach = () => client.v1.statuses.create({ status: 'a', mediaIds: [media.id] });
    expect((await ask(`/api/v1/media/${media.id}`)).status).toBe(206);
    await expect(attach()).rejects.toMatchObject({
      statusCode: 422,
      message: expect.stringContaining('not finished processing'),
    });
    now += 500;
    expect((await ask(`/api/v1/media/${media.id}`)).status).toBe(200);
    expect((await client.v1.media.$select(media.id).fetch()).url).toContain(started.server.url);
    expect((await attach()).mediaAttachments).toHaveLength(1);
    expect(started.server.requests.map(({ status }) => status)).toContain(202);
  });

  it('are used once', async () => {
    const started = await start();
    const { client, ask } = started;
    const { id } = await upload(started);
    await client.v1.statuses.create({ status: 'a', mediaIds: [id] });
    await expect(client.v1.statuses.create({ status: 'b', mediaIds: [id] })).rejects.toMatchObject({
      statusCode: 422,
      message: `Media ${id} not found or already attached to another post`,
    });
    await expect(client.v1.statuses.create({ status: 'b', mediaIds: ['1'] })).rejects.toThrow('not found');
    expect((await ask(`/api/v1/media/${id}`)).status).toBe(404);
  });

  it('change their alt text until they are attached', async () => {
    const started = await start();
    const { id } = await upload(started);
    const changed = await started.client.v1.media.$select(id).update({ description: 'Better' });
    expect(changed.description).toBe('Better');
    await expect(
      started.client.v1.media.$select(id).update({ description: 'x'.repeat(1501) }),
    ).rejects.toMatchObject({ statusCode: 422 });
  });

  it('of other types, empty or too many are refused', async () => {
    const started = await start();
    await expect(upload(started, '', picture('image/svg+xml'))).rejects.toMatchObject({ statusCode: 422 });
    const answer = await started.ask('/api/v2/media', { method: 'POST', body: new FormData() });
    expect(answer.status).toBe(422);
    const ids = await Promise.all(Array.from({ length: 5 }, async () => (await upload(started)).id));
    await expect(started.client.v1.statuses.create({ status: 'a', mediaIds: ids })).rejects.toThrow(
      'more than 4',
    );
  });

  it.each<[Flavour, number | null]>([
    ['mastodon', 422],
    ['gotosocial', 400],
    ['snac', null],
    ['hollo', null],
  ])('with an alt text of 1501 characters: %s answers %s', async (flavour, statusCode) => {
    const started = await start({ flavour });
    expect((await upload(started, '👍'.repeat(1500))).url).toMatch(/^http/);
    const long = upload(started, 'x'.repeat(1501));
    if (statusCode === null) expect((await long).description).toHaveLength(1501);
    else await expect(long).rejects.toMatchObject({ statusCode });
  });

  it('cannot be asked for on snac, and are finished at once', async () => {
    const started = await start({ flavour: 'snac', processing: 500 });
    const media = await upload(started);
    expect(media.url).toMatch(/^http/);
    const answer = await started.ask(`/api/v1/media/${media.id}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  });
});
