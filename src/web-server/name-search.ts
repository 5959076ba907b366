import { SEARCH_INDEX } from '../site/publish/search-index.ts';
import { type Findable, findNames, type NamesFound } from '../text/search-text.js';
import { findFile } from './site-files.ts';

/** Hosters and countries of the site by their names; nothing where there is no site yet. */
export type NameSearch = (words: string) => Promise<NamesFound>;

export function createNameSearch(siteDir: string): NameSearch {
  let known: { readonly etag: string; readonly entries: readonly Findable[] } | null = null;
  return async (words) => {
    const found = await findFile(siteDir, `/${SEARCH_INDEX}`);
    if (found.kind !== 'file') return { exact: null, others: [] };
    try {
      if (known?.etag !== found.etag) {
        const { entries } = JSON.parse(await found.handle.readFile('utf8')) as { entries: Findable[] };
        known = { etag: found.etag, entries };
      }
      return findNames(words, known.entries);
    } finally {
      await found.handle.close();
    }
  };
}
