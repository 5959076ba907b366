import type { Text } from './answer.ts';
import { json } from './answer.ts';
import type { ShareWords } from './share-card.ts';

/** Bytes of pictures kept in memory. */
const KEPT_BYTES = 16_000_000;
/** Pictures that may wait to be drawn. */
const MOST_WAITING = 20;

export interface SharePictures {
  /** @param admit counts a picture against the client's rate limit; returns the seconds to wait, or 0 */
  answer(words: ShareWords | null, admit: () => number): Promise<Text>;
}

/**
 * Pictures of pages, drawn on the first request. One at a time, because drawing blocks the event loop for
 * some hundredths of a second. The most recently requested ones are kept.
 */
export function createSharePictures(
  draw: (words: ShareWords) => Promise<Buffer> = drawCard,
  keptBytes = KEPT_BYTES,
): SharePictures {
  const kept = new Map<string, Buffer>();
  const underWay = new Map<string, Promise<Buffer>>();
  let bytes = 0;
  let last: Promise<unknown> = Promise.resolve();

  const keep = (key: string, picture: Buffer): void => {
    kept.set(key, picture);
    bytes += picture.length;
    for (const [oldest, { length }] of kept) {
      if (bytes <= keptBytes) break;
      kept.delete(oldest);
      bytes -= length;
    }
  };
  const start = (key: string, words: ShareWords): Promise<Buffer> => {
    const drawn = last.then(() => draw(words));
    last = drawn.catch(() => undefined);
    underWay.set(key, drawn);
    return drawn.then((picture) => {
      keep(key, picture);
      return picture;
    });
  };

  return {
    async answer(words, admit) {
      if (words === null) return json(404, { error: 'not found' });
      const key = JSON.stringify(words);
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
        return picture(known);
      }
      const begun = underWay.get(key);
      if (begun !== undefined) return picture(await begun);
      const wait = underWay.size >= MOST_WAITING ? 10 : admit();
      if (wait > 0)
        return json(503, { error: `too many pictures; wait ${wait} s` }, { 'Retry-After': String(wait) });
      try {
        return picture(await start(key, words));
      } finally {
        underWay.delete(key);
      }
    },
  };
}

/** Loads the canvas on the first request. */
async function drawCard(words: ShareWords): Promise<Buffer> {
  const { drawShareCard } = await import('./share-card.ts');
  return await drawShareCard(words);
}

function picture(body: Buffer): Text {
  const headers = {
    'Cache-Control': 'public, max-age=86400',
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
  return { status: 200, type: 'image/png', body, headers };
}

const META = /<meta property="og:(title|description)" content="([^"]*)">/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The title and description that a page of the site gives to link previews; null if it has none. */
export function shareWords(page: string): ShareWords | null {
  const [head = ''] = page.split('</head>');
  const said = new Map(
    [...head.matchAll(META)].map(([, name = '', text = '']) => [
      name,
      text.replace(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => ENTITIES[entity] ?? ''),
    ]),
  );
  const [title, description] = [said.get('title'), said.get('description')];
  return title === undefined || description === undefined ? null : { title, description };
}
