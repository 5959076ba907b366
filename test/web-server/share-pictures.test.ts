import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../src/web-server/server.ts';
import { createSharePictures, shareWords } from '../../src/web-server/share-pictures.ts';
import { answer } from '../kit/answers.ts';
import { ask } from './requests.ts';
import { answers, GENEROUS, type ServedSite, serveModelSite } from './served-site.ts';

let served: ServedSite;
let server: RunningServer;
beforeAll(async () => {
  served = await serveModelSite({ drawsPictures: true });
  const recollect = (name: string) =>
    name === 'some.example' ? { answer: answer('some.example', { source: 'scan' }), history: [] } : null;
  server = await startServer({
    ...served.options,
    answers: { ...answers, recollect },
    limits: { requests: GENEROUS },
  });
});
afterAll(async () => {
  await server.close();
  await served.close();
});

const PUBLIC = 'https://whohosts.example';
/** The picture that a page names, and its words. */
async function previewOf(path: string) {
  const page = (await ask(server.port, path)).body.toString();
  const content = (name: string) =>
    new RegExp(`<meta property="og:${name}" content="([^"]*)">`).exec(page)?.[1] ?? '';
  return { address: content('image'), alt: content('image:alt'), width: content('image:width') };
}

describe('a picture of its own', () => {
  it.each([
    ['/hosters/ovh/', '/hosters/ovh/share.png'],
    ['/countries/de/', '/countries/de/share.png'],
    ['/server/?domain=some.example', '/server/share.png?domain=some.example'],
  ])('is named by %s, and drawn when it is asked for', async (page, picture) => {
    const { address, alt, width } = await previewOf(page);
    expect(address).toBe(PUBLIC + picture);
    expect(alt.length).toBeGreaterThan(20);
    expect(width).toBe('1200');
    const { status, headers, body } = await ask(server.port, picture);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('image/png');
    expect(headers['cache-control']).toContain('public');
    const { width: wide, height: high } = await sharp(body).metadata();
    expect([wide, high]).toEqual([1200, 630]);
    // Neither an empty card nor one of empty boxes: ink in the upper half, in more than a line.
    const { dominant } = await sharp(body).stats();
    expect(dominant.r).toBeGreaterThan(200);
    expect(body.length).toBeGreaterThan(8_000);
  });

  it.each([
    '/hosters/nobody-of-that-name/share.png',
    '/hosters/share.png',
    '/hosters/../share.png',
    '/server/share.png',
    '/server/share.png?domain=unknown.example',
    '/share.png',
  ])('is not there for %s', async (path) => {
    expect((await ask(server.port, path)).status).toBe(404);
  });

  it('is not named where no server of ours is behind the site', async () => {
    await served.site.write({ drawsPictures: false });
    expect((await previewOf('/hosters/ovh/')).address).toBe(`${PUBLIC}/chart.png`);
    expect((await previewOf('/server/?domain=unknown.example')).address).toBe(`${PUBLIC}/chart.png`);
  });
});

describe('pictures', () => {
  const words = (title: string) => ({ title, description: 'd' });
  const free = () => 0;

  it('are drawn once for all who ask at once, one at a time, and kept within a bound', async () => {
    let drawing = 0;
    const drawn: string[] = [];
    const pictures = createSharePictures(async ({ title }) => {
      drawing += 1;
      expect(drawing).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      drawing -= 1;
      drawn.push(title);
      return Buffer.alloc(10);
    }, 25);
    const asked = ['a', 'b', 'a', 'a'].map((title) => pictures.answer(words(title), free));
    for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
    expect(drawn).toEqual(['a', 'b']);
    await pictures.answer(words('a'), () => 60);
    await pictures.answer(words('c'), free);
    // Of three only two have room, and the one asked for longest ago went.
    await pictures.answer(words('a'), () => 60);
    expect(drawn).toEqual(['a', 'b', 'c']);
    expect((await pictures.answer(words('b'), () => 60)).status).toBe(503);
    expect((await pictures.answer(words('b'), free)).status).toBe(200);
  });

  it('wait in a queue with an end, and one that fails stops no other', async () => {
    const pictures = createSharePictures(async ({ title }) => {
      if (title === '0') throw new Error('no font');
      return Buffer.from(title);
    });
    const asked = Array.from({ length: 30 }, (_, index) => pictures.answer(words(String(index)), free));
    const ends = await Promise.allSettled(asked);
    const statuses = ends.map((end) => (end.status === 'fulfilled' ? end.value.status : 'failed'));
    expect(statuses[0]).toBe('failed');
    expect(statuses.filter((status) => status === 200)).toHaveLength(19);
    expect(statuses.filter((status) => status === 503)).toHaveLength(10);
    expect((await pictures.answer(words('29'), free)).status).toBe(200);
  });

  it('say what the page says, in its own letters', () => {
    const page =
      '<head><meta property="og:title" content="A &amp; B &lt;&#39;&quot;"><meta property="og:description" content="日本"></head>';
    expect(shareWords(page)).toEqual({ title: 'A & B <\'"', description: '日本' });
    expect(shareWords('<head></head><meta property="og:title" content="in the body">')).toBeNull();
  });
});
