import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';

export const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** One name for all that we send: what it is, its version, and where to find out more or complain. */
export function userAgent({ publicUrl, contact }: Pick<Config, 'publicUrl' | 'contact'>): string {
  const about = [publicUrl === null ? null : `+${publicUrl}`, contact].filter((part) => part !== null);
  return `whohosts/${version}${about.length === 0 ? '' : ` (${about.join('; ')})`}`;
}
