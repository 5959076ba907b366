import { COMPANY } from './mentions/company.ts';
import { EACH_SOFTWARE } from './mentions/each-software.ts';
import { EDGES } from './mentions/edges.ts';
import { FORMS } from './mentions/forms.ts';
import { FOUND_BY_TRYING } from './mentions/found-by-trying.ts';
import type { Row } from './mentions/markup.ts';
import { MORE_FORMS } from './mentions/more-forms.ts';
import { PUBLIC_REPORTS, SIBLINGS } from './mentions/public-reports.ts';
import { REFUSALS } from './mentions/refusals.ts';
import { SOFTWARE } from './mentions/software.ts';
import { WORDS } from './mentions/words.ts';

export const TABLE: readonly Row[] = [
  ...SOFTWARE,
  ...EACH_SOFTWARE,
  ...FORMS,
  ...MORE_FORMS,
  ...WORDS,
  ...REFUSALS,
  ...EDGES,
  ...COMPANY,
  ...PUBLIC_REPORTS,
  ...SIBLINGS,
  ...FOUND_BY_TRYING,
];
