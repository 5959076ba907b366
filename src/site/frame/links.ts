import type { Network } from '../../model/network.ts';

/** Turns a path of the site into a link from one of its pages. */
export type To = (path: string) => string;

/**
 * Links from a page as relative addresses, so that the site works under any address and any folder of it.
 * @param path of the page in the site, such as `hosters/ovh/index.html`
 */
export function linksFrom(path: string): To {
  const up = '../'.repeat(path.split('/').length - 1);
  return (target) => `${up}${target}` || './';
}

/** Absolute links, for a page that is shown under any address, such as "not found". */
export function linksUnder(base: string): To {
  return (target) => `${base}${target}`;
}

/** Where the site lives on its host: `/` or a folder, with slashes at both ends. */
export function basePath(publicUrl: string | null): string {
  return publicUrl === null ? '/' : new URL(`${publicUrl}/`).pathname;
}

/** Ids come from tables and AS numbers; one that is no slug is written in hexadecimal. */
export function slug(id: string): string {
  return /^[a-z0-9][a-z0-9-]{0,99}$/.test(id) ? id : `x-${Buffer.from(id).toString('hex').slice(0, 100)}`;
}

export const hosterPath = (id: string): string => `hosters/${slug(id)}/`;
/** Of two hosters, the larger one first. */
export const comparePath = (one: string, other: string): string => `compare/${slug(one)}/${slug(other)}/`;
export const countryPath = (code: string): string => `countries/${slug(code.toLowerCase())}/`;
export const networkPath = (network: Network): string => `networks/${network}/`;
export const reportPath = (week: string): string => `reports/${week}/`;
