import { expect, it } from 'vitest';
import { createNetworkFigures } from '../../src/bot/reply/figures.ts';
import { domain } from '../kit/domain.ts';
import { finding, scan } from '../kit/findings.ts';
import { openModelSite } from './model-site.ts';
import { readPage, textOf } from './pages.ts';

const at = (hoster: string, count: number, kind: 'hosting' | 'isp') =>
  Array.from({ length: count }, (_, index) =>
    finding(domain(`s${index}.${hoster}.example`), { hoster, kind }),
  );

/** The text of the main part of a page, by its path. */
async function pagesOf(findings: ReturnType<typeof at>) {
  let top: ReturnType<ReturnType<typeof createNetworkFigures>['top']> = null;
  const site = openModelSite({
    fill(store) {
      scan(store, findings);
      top = createNetworkFigures(store).top('fediverse');
    },
  });
  try {
    await site.write();
    const files = await site.files();
    const text = (path: string) => {
      const main = readPage(files.get(path)?.toString('utf8') ?? '').elements.find(
        ({ tagName }) => tagName === 'main',
      );
      return main === undefined ? '' : textOf(main);
    };
    return { text, top };
  } finally {
    site.discard();
  }
}

it('the largest company of all is not asked about as a hoster where it is an Internet provider', async () => {
  const { text, top } = await pagesOf([...at('line', 5, 'isp'), ...at('host', 3, 'hosting')]);
  expect(text('index.html')).toContain('What if The host company goes down?');
  expect(text('index.html')).toContain(
    'Companies include Internet providers, which sell the line and host nothing.',
  );
  // The AS that they share in this model bears its name.
  expect(text('index.html').replace('AS64500 (The line company)', '')).not.toContain('The line company');
  expect(text('networks/fediverse/index.html')).toContain('The line company (Internet provider)');
  expect(top).toMatchObject({ hosters: [{ name: 'The host company', share: 3 / 8 }], answered: 8 });
});

it('where there are Internet providers alone, nobody is named as hoster', async () => {
  const { text, top } = await pagesOf(at('line', 5, 'isp'));
  expect(text('index.html')).toContain('Nobody can be named as hoster of the fediverse');
  expect(text('index.html')).not.toContain('The line company');
  expect(text('hosters/line/index.html')).toContain('Fediverse: as Internet provider');
  expect(top).toBeNull();
});
