import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelSite, openModelSite } from './model-site.ts';
import { attribute, readPage, textOf } from './pages.ts';

let site: ModelSite;
let files: ReadonlyMap<string, Buffer>;
beforeAll(async () => {
  site = openModelSite();
  await site.write();
  files = await site.files();
});
afterAll(() => site.discard());

const page = (path: string) => readPage(files.get(path)?.toString('utf8') ?? '');
const pairs = () => [...files.keys()].filter((path) => /^compare\/[^/]+\/[^/]+\/index\.html$/.test(path));
const rowsOf = (path: string) =>
  new Map(
    page(path)
      .elements.filter(({ tagName }) => tagName === 'tr')
      .map((row) => {
        const [what = '', ...cells] = row.childNodes.map((node) => textOf(node as never).trim());
        return [what, cells] as const;
      }),
  );

interface Shown {
  readonly hosters: readonly { readonly id: string; readonly name: string; readonly servers: number }[];
}

describe('the comparison of two hosters', () => {
  it('has a page for each two of the largest, and a link to it from the choice and from both', () => {
    const paths = pairs();
    const links = (path: string) =>
      page(path).elements.flatMap((element) => {
        const href = attribute(element, 'href');
        return href?.includes('compare/') || path.startsWith('compare/') ? [href ?? ''] : [];
      });
    expect(paths.length).toBeGreaterThan(2);
    for (const path of paths) {
      const folder = path.replace(/index\.html$/, '');
      const [, one = '', other = ''] = folder.split('/');
      expect(links('compare/index.html')).toContain(`../${folder}`);
      for (const id of [one, other]) expect(links(`hosters/${id}/index.html`)).toContain(`../../${folder}`);
      expect(files.has(`compare/${other}/${one}/index.html`), 'each two once').toBe(false);
    }
  });

  it('shows the figures of the report', () => {
    const report = JSON.parse(files.get('networks/fediverse/report.json')?.toString('utf8') ?? '{}') as Shown;
    for (const path of pairs()) {
      const [, one, other] = path.split('/');
      const of = (id?: string) => report.hosters.find((hoster) => hoster.id === id);
      expect(rowsOf(path).get('Servers')).toEqual([String(of(one)?.servers), String(of(other)?.servers)]);
      expect(rowsOf(path).get('What')).toEqual([of(one)?.name, of(other)?.name]);
    }
  });

  it('counts who moved between the two as the flows of each of them do', () => {
    const moved = pairs().flatMap((path) =>
      [...rowsOf(path)].filter(([what]) => what.startsWith('Came from the other')),
    );
    expect(moved.length).toBeGreaterThan(0);
    for (const [, cells] of moved) for (const cell of cells) expect(cell).toMatch(/^\d+$/);
  });
});
