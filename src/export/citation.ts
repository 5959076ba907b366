import type { Report } from '../report/report-shape.ts';
import type { ExportFile } from './export-file.ts';

const TITLE = 'whohosts: who hosts the fediverse';
const AUTHOR = 'The whohosts contributors';
const LICENCE = 'CC BY 4.0';

interface Cited {
  readonly week: string;
  /** ISO 8601, the day on which the scan ended. */
  readonly day: string;
  /** Address of that week's report; null if PUBLIC_URL is not set. */
  readonly url: string | null;
}

/** The week of a report as a data set to cite. */
export function citedWeek({ week, finishedAt }: Report, publicUrl: string | null): Cited {
  const url = publicUrl === null ? null : `${publicUrl}/reports/${week}/`;
  return { week, day: finishedAt.slice(0, 10), url };
}

/** One line of plain text. */
export function plainCitation({ week, day, url }: Cited): string {
  return `${AUTHOR} (${day.slice(0, 4)}). ${TITLE}, week ${week} of ${day} [data set]. ${LICENCE}.${url === null ? '' : ` ${url}`}`;
}

/** The same data set as CITATION.cff (Citation File Format 1.2.0), BibTeX and plain text. */
export function citationFiles(cited: Cited): readonly ExportFile[] {
  const { week, day, url } = cited;
  const cff = [
    'cff-version: 1.2.0',
    'message: If you use these data, please cite them as below.',
    `title: "${TITLE}"`,
    'type: dataset',
    'authors:',
    `  - name: ${AUTHOR}`,
    `version: ${week}`,
    `date-released: ${day}`,
    'license: CC-BY-4.0',
    ...(url === null ? [] : [`url: ${url}`]),
  ];
  const bibtex = [
    `@misc{whohosts-${week},`,
    `  author = {{${AUTHOR}}},`,
    `  title = {{${TITLE}}},`,
    `  year = {${day.slice(0, 4)}},`,
    `  month = {${Number(day.slice(5, 7))}},`,
    `  version = {${week}},`,
    ...(url === null ? [] : [`  url = {${url}},`]),
    `  note = {Data set, ${LICENCE}}`,
    '}',
  ];
  return [
    { name: 'CITATION.cff', what: 'how to cite, for programs', content: `${cff.join('\n')}\n` },
    { name: 'citation.bib', what: 'how to cite, in BibTeX', content: `${bibtex.join('\n')}\n` },
    { name: 'CITATION.txt', what: 'how to cite', content: `${plainCitation(cited)}\n` },
  ];
}
