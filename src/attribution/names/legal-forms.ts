/**
 * Legal forms of companies as they stand at the end or the beginning of names, in many languages. Written
 * with their usual punctuation; dots, spaces and capitals are compared loosely by {@link legalFormPattern}.
 */
const AT_THE_END = [
  // English
  'Private Limited', 'Pvt Limited', 'Pty Limited', 'Pte Limited', 'Public Limited Company', 'Limited Liability Company',
  'Company Limited', 'Co., Limited', 'Limited Partnership', 'Limited', 'Incorporated', 'Corporation', 'Pty Ltd', 'Pvt Ltd', 'Pte Ltd',
  'Private Ltd', 'Co., Ltd', 'Company Ltd', 'Ltd', 'Inc', 'Corp', 'L.L.C', 'LLC', 'L.L.P', 'LLP', 'L.P', 'PLC', 'P.L.C', 'P/L', 'PBC', 'DAC', 'C.I.C',
  'Joint Stock Company', 'JSC', 'PJSC', 'OJSC', 'CJSC', 'JSCB', 'FZCO', 'FZE', 'FZ-LLC', 'WLL',
  // German
  'GmbH & Co. KG', 'GmbH & Co KGaA', 'GmbH', 'mbH', 'gGmbH', 'UG (haftungsbeschraenkt)', 'UG (haftungsbeschränkt)', 'UG haftungsbeschränkt', 'UG',
  'AG & Co. KG', 'AG', 'KG', 'KGaA', 'OHG', 'GbR', 'e.K', 'e.U', 'e.V', 'eG', 'SE & Co. KG', 'SE',
  // Romance languages
  'S.A. de C.V', 'S. de R.L. de C.V', 'S.A.P.I. de C.V', 'S.A.S.U', 'S.A.S', 'S.A.R.L', 'E.U.R.L', 'S.A.U', 'S.L.U', 'S.L.L', 'S.L', 'S.A.C', 'S.A', 'S/A', 'S.C.A', 'S.N.C',
  'S.p.A', 'S.r.l.s', 'S.r.l', 'S.a.s. di', 'C.A', 'C.V', 'E.I.R.L', 'S.R.L.U', 'Unipessoal Lda', 'Lda', 'Cia. Ltda', 'Ltda', 'Limitada', 'EIRELI', 'EPP', 'MEI',
  // Dutch, Nordic, Baltic
  'B.V.B.A', 'B.V', 'N.V', 'V.O.F', 'BVBA', 'VZW', 'ASBL', 'A/S', 'ApS', 'I/S', 'P/S', 'ASA', 'AS', 'A.S', 'AB', 'Oyj', 'Oy', 'Ab', 'ehf', 'hf', 'OÜ', 'OU', 'UAB', 'SIA',
  // Slavic, Hungarian, Greek, Turkish
  'spol. s r.o', 'spol s.r.o', 's.r.o', 'a.s', 'k.s', 'v.o.s', 'z.s', 'z.u', 'Sp. z o.o. Sp. k', 'Sp. z o.o. S.K.A', 'Sp. z o.o', 'Spolka z o.o', 'Sp. j', 'Sp. k', 'd.o.o', 'd.d', 'j.d.o.o', 'EOOD', 'EAD', 'OOD', 'AD',
  'Kft', 'Zrt', 'Nyrt', 'Bt', 'OOO', 'TOV', 'ZAO', 'OAO', 'PAO', 'M.E.P.E', 'A.E', 'Ltd. Sti', 'Limited Sirketi', 'Anonim Sirketi', 'Limited Şirketi', 'Anonim Şirketi',
  // Asia
  'K.K', 'G.K', 'Sdn. Bhd', 'Berhad', 'Bhd', 'Tbk', 'JSC.', 'PJS', 'P.J.S.C',
]; // biome-ignore format: a word list is easier to review in rows

/** Abbreviations at the beginning; only in capitals, since `Pt` or `Sc` may begin a name. */
const AT_THE_BEGINNING = [
  'PT',
  'CV',
  'LLC',
  'JSC',
  'PJSC',
  'OJSC',
  'CJSC',
  'OOO',
  'ZAO',
  'OAO',
  'PAO',
  'UAB',
  'SIA',
  'FOP',
  'TOV',
  'SC',
  'SAS',
  'SARL',
  'ООО',
  'ЗАО',
  'ОАО',
  'ПАО',
  'АО',
  'ТОВ',
  'ФОП',
];

const WRITTEN_OUT_AT_THE_BEGINNING = [
  'Limited Liability Company',
  'Joint Stock Company',
  'Private Enterprise',
  'Public Joint Stock Company',
  'Closed Joint Stock Company',
  'Open Joint Stock Company',
];

/** Forms that are joined to the name without a space. */
export const JOINED_FORMS =
  /株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|주식회사|\(주\)|㈱/gu;

/** Dots and spaces may be missing, capitals may be any: `S.p.A.` and `SPA`, `Sp. z o.o.` and `sp.zo.o`. */
function legalFormPattern(form: string): string {
  return form
    .split(/[.,\s-]+/)
    .filter((part) => part !== '')
    .map((part) => part.replace(/[()/]/g, '\\$&'))
    .join('[.,\\s-]*');
}

const longestFirst = (forms: readonly string[]): string =>
  [...forms]
    .sort((a, b) => b.length - a.length)
    .map(legalFormPattern)
    .join('|');

/** A form at the end, set off by a space, a comma or a hyphen with spaces. */
export const FORM_AT_THE_END = new RegExp(
  `[\\s,]+(?:-\\s*)?\\(?(?:${longestFirst(AT_THE_END)})\\)?[.,\\s]*$`,
  'iu',
);

/** Forms at the beginning, with a name behind them. */
export const FORMS_AT_THE_BEGINNING = [
  new RegExp(`^(?:${longestFirst(AT_THE_BEGINNING)})\\.?\\s*["'“«\\s]\\s*(?=\\S)`, 'u'),
  new RegExp(`^(?:${longestFirst(WRITTEN_OUT_AT_THE_BEGINNING)})\\s*["'“«\\s]\\s*(?=\\S)`, 'iu'),
];
