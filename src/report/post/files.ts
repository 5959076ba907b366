import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../report-shape.ts';

/** All that a weekly post is made of. */
export interface ReportFiles {
  readonly toot: string;
  readonly altText: string;
  /** PNG. */
  readonly chart: Uint8Array;
  readonly report: Report;
}

/**
 * Writes toot.txt, alt.txt, chart.png and report.json into a folder, which is made if need be. Each file is
 * complete or not there: it is written beside its place, flushed to the disk and renamed.
 */
export async function writeReportFiles(directory: string, files: ReportFiles): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeAtomically(join(directory, 'toot.txt'), `${files.toot}\n`);
  await writeAtomically(join(directory, 'alt.txt'), `${files.altText}\n`);
  await writeAtomically(join(directory, 'chart.png'), files.chart);
  await writeAtomically(join(directory, 'report.json'), `${JSON.stringify(files.report, null, 2)}\n`);
}

async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
