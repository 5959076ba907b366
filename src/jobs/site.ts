import type { DataSource } from '../attribution/databases/sources.ts';
import type { SiteOutcome } from '../site/publish/write-site.ts';
import { inOwnProcess, type OwnProcessOptions } from './own-process.ts';

/** The order that {@link publishSite} sends to its child process, as JSON on stdin. */
export interface SiteOrder {
  readonly directory: string;
  readonly sources: readonly DataSource[];
}

/**
 * Writes the site in a child process.
 *
 * @param options.signal kills the process; the site then stays as it was
 */
export async function publishSite(
  order: SiteOrder,
  options: OwnProcessOptions,
): Promise<SiteOutcome | { readonly end: 'failed'; readonly problem: string }> {
  const program = new URL('./site-process.ts', import.meta.url);
  const written = await inOwnProcess<SiteOutcome>(program, order, options);
  return written.ok ? written.result : { end: 'failed', problem: written.problem };
}

/** The outcome as one line for the operator. */
export function describeSite(outcome: Awaited<ReturnType<typeof publishSite>>, directory: string): string {
  switch (outcome.end) {
    case 'published':
      return `The site is in ${directory}: ${outcome.files.toLocaleString('en')} files, ${outcome.written.toLocaleString('en')} of them new`;
    case 'busy':
      return `Another process is writing the site in ${directory}`;
    case 'nothing to show':
      return 'No scan is complete, so there is no site yet';
    case 'failed':
      return `The site could not be written, ${outcome.problem}`;
  }
}
