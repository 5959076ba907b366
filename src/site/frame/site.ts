import type { DataSource } from '../../attribution/databases/sources.ts';
import type { Network } from '../../model/network.ts';
import type { ChartKind } from '../../report/language/language.ts';
import type { NetworkMaterial } from '../data/site-data.ts';
import type { Assets } from './assets.ts';
import type { Html } from './html.ts';

/** What every page may need to know. */
export interface Site {
  /** Without a slash at the end; null if PUBLIC_URL is not set. */
  readonly publicUrl: string | null;
  readonly contact: string | null;
  /** The bot's account, where one was ever connected. */
  readonly account: SiteAccount | null;
  readonly version: string;
  /** Whether a web server of ours is behind the site, which draws pictures of pages. */
  readonly drawsPictures: boolean;
  readonly sources: readonly DataSource[];
  readonly assets: Assets;
  /** Never empty; the first is the one that the front page is about. */
  readonly networks: readonly [NetworkMaterial, ...NetworkMaterial[]];
  /** Charts by network, the one of the week's finding first. */
  readonly charts: ReadonlyMap<Network, readonly ChartPicture[]>;
  /** Companies with a page of their own, by id. */
  readonly hosters: ReadonlySet<string>;
  readonly countries: ReadonlySet<string>;
  /** ISO 8601 weeks with a page of their own, newest first. */
  readonly weeks: readonly string[];
}

export interface SiteAccount {
  /** Such as `@whohosts@home.example`. */
  readonly handle: string;
  /** The address of its profile. */
  readonly url: string;
}

/** The picture that link previews of a page show. */
export interface SharePicture extends ChartWords {
  /** In the site; a PNG. */
  readonly path: string;
}

/** A chart in words, and how large it is in pixels. */
export interface ChartWords {
  readonly alt: string;
  readonly width: number;
  readonly height: number;
}

/** A chart as pictures, and in words. */
export interface ChartPicture extends ChartWords {
  readonly kind: ChartKind;
  readonly png: Uint8Array;
  readonly webp: Uint8Array;
  /** The Chart.js configuration that drew it, as JSON. */
  readonly configuration: string;
}

/** A page's own part, between the site's head and foot. */
export interface Page {
  /** Such as `hosters/ovh/index.html`. */
  readonly path: string;
  readonly title: string;
  /** One sentence for search engines and previews. */
  readonly description: string;
  /** Which part of the navigation it belongs to. */
  readonly section: string | null;
  readonly body: Html;
  /** Without one, previews show the week's chart. */
  readonly picture?: SharePicture;
}
