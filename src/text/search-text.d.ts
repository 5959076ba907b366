/** What a person typed into a search field or after a command, before any look-up. */
export type SearchText =
  | { readonly kind: 'empty' }
  /** One domain, in A-label form, without the sentence, URL or handle around it. */
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'several'; readonly domains: readonly string[] }
  | { readonly kind: 'address'; readonly address: string }
  /** Not a domain: perhaps the name of a hoster or a country. */
  | { readonly kind: 'words'; readonly words: string };

export function readSearch(text: string): SearchText;

/** A hoster or country that a search can find by name. */
export interface Findable {
  readonly kind: 'hoster' | 'country';
  readonly name: string;
  /** Other names, such as those in other languages. */
  readonly names: readonly string[];
  /** Path of its page on the site. */
  readonly page: string;
  readonly servers: number;
}

/** What the search compares and ranks. */
export type Searchable = Pick<Findable, 'name' | 'names' | 'servers'>;

export interface NamesFound<Found extends Searchable = Findable> {
  /** The one with exactly this name; null if there is none. */
  readonly exact: Found | null;
  /** Possible matches, the likeliest first, without the exact one. */
  readonly others: readonly Found[];
}

export function findNames<Found extends Searchable>(
  words: string,
  findables: readonly Found[],
): NamesFound<Found>;
