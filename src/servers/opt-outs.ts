import { readFile } from 'node:fs/promises';
import { parseDomain } from '../model/domain.ts';

/** Domains whose admins asked not to be measured; each stands for its subdomains too. */
export interface OptOuts {
  has(domain: string): boolean;
}

/**
 * Reads `data/opt-outs.txt`: one domain a line, # begins a comment.
 * @throws when the file cannot be read or holds a line that is no domain: to pass over a wish would be to break it.
 */
export async function readOptOuts(file: string | URL): Promise<OptOuts> {
  const names = new Set<string>();
  const lines = (await readFile(file, 'utf8')).split('\n');
  for (const [index, line] of lines.entries()) {
    const text = line.replace(/#.*/, '').trim();
    if (text === '') continue;
    const parsed = parseDomain(text);
    if (!parsed.ok)
      throw new Error(`${file}, line ${index + 1}: ${JSON.stringify(text)} is ${parsed.problem}`);
    names.add(parsed.domain);
  }
  return { has: (domain) => suffixes(domain).some((suffix) => names.has(suffix)) };
}

/** `a.b.c` -> `a.b.c`, `b.c`, `c`. */
function suffixes(domain: string): string[] {
  const labels = domain.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}
