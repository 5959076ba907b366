import { readFileSync } from 'node:fs';
import type { Config } from '../config.ts';

export const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as {
  version: string;
};

/** The User-Agent of all our requests: name, version, and where to learn more or complain. */
export function userAgent({ publicUrl, contact }: Pick<Config, 'publicUrl' | 'contact'>): string {
  const about = [publicUrl === null ? null : `+${publicUrl}`, contact].filter((part) => part !== null);
  return `whohosts/${version}${about.length === 0 ? '' : ` (${about.join('; ')})`}`;
}
