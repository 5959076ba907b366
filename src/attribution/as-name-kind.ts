import type { Kind } from '../model/attribution.ts';

/** A rule over the name of an AS; each has a name of its own so that its precision can be measured. */
export interface KindRule {
  readonly name: string;
  readonly kind: Kind;
  readonly pattern: RegExp;
}

const rule = (name: string, kind: Kind, words: string): KindRule => ({
  name,
  kind,
  pattern: new RegExp(words, 'iu'),
});

/** In this order: the first that matches speaks. */
export const KIND_RULES: readonly KindRule[] = [
  rule(
    'university',
    'education',
    'universi[td]|univerzit|universytet|uniwersytet|üniversite|universitas|politecnic|polytech|politech|politekni|hochschule|h[oö]gskol|høgskol|institute of tech|instituto tecnol|\\bunic?amp\\b|akademi[ae]?\\b|\\bcampus\\b',
  ),
  rule(
    'school',
    'education',
    '\\bschools?\\b|\\bcollege\\b|\\bacademy\\b|\\bschul|\\blyc[ée]e|\\becole\\b|\\bécole\\b|\\bescuela\\b|\\beducation\\b|\\beducational\\b|\\bbildung',
  ),
  rule(
    'research network',
    'education',
    '\\bresearch (?:and|&) education\\b|\\beducation (?:and|&) research\\b|forschungsnetz|\\bNREN\\b|\\bacademic\\b|\\bCERNET|\\bmax-?planck|fraunhofer|research institute|institute of science|\\bCNRS\\b|\\blaboratory\\b|research cent(?:er|re)|\\bcent(?:er|re) for research',
  ),
  rule(
    'government',
    'government',
    '\\bministr|\\bminist[èe]re|\\bgovernment|\\bgobierno|\\bgoverno\\b|\\bdepartment of\\b|\\bDoD\\b|\\bcity of\\b|\\bcounty\\b(?! (?:bank|cable|tele|hosp))|\\bcouncil\\b|\\bmunicip|\\bprefectur|\\bstate of\\b|\\bcommonwealth of\\b|\\bparliament|\\bsenate\\b|\\btribunal\\b|\\bpolice\\b|\\barmy\\b|\\bnavy\\b|\\bdinas\\b|\\bpemerintah|\\blandkreis\\b|\\bstadt\\b|\\bkommune?\\b|\\bfederal agency\\b|\\bcustoms\\b|\\bsecretar[ií]a\\b|\\bprefeitura|\\bpr[ée]fecture|\\bconseil (?:d[ée]p|r[ée]g|g[ée]n)',
  ),
  rule(
    'hosting',
    'hosting',
    'host(?!el|ess|age|ile)(?:ing|er|s|\\b|[a-z]*)|\\bh[ée]bergement|\\bvps\\b|\\bservers?\\b|serverd?\\b|data ?cent(?:er|re|rum|ro)|rechenzentrum|\\bcolo\\b|colocation|\\bclouds?\\b|cloud|\\bdedicated\\b|\\bracks?\\b|\\bdomains?\\b|\\bregistrar',
  ),
  rule(
    'telecom',
    'isp',
    'tele(?:c|k)om|telef[oó]n|telephon|\\btel\\b|\\btelco\\b|mobile|\\bwireless\\b|\\bcable\\b|\\bkabel|cablevision|broadband|breitband|\\bfib(?:er|re|ra)\\b|fib(?:er|re|ra)|glasfaser|\\bvodafone|\\borange\\b|\\btelia|\\bcommunications?\\b|comunica[cç]|comunicaciones|\\bchinanet\\b|unicom|\\bDSL\\b|\\bwi-?fi\\b|\\bwisp\\b|\\bISP\\b|satellite|cellular',
  ),
  rule(
    'internet provider',
    'isp',
    '\\binternet\\b|\\bprovedor|\\bonline\\b|\\bp[rř]ipojen|\\bstadtwerke\\b|\\bstadtnetz|\\bnetze?\\b|\\bconnect(?:ivity)?\\b|\\bcarrier\\b|\\btransit\\b|\\bbredb|\\bnetwork services?\\b',
  ),
  rule(
    'network',
    'isp',
    '\\bnet(?:works?)?\\b|[a-z]net\\b|\\bredes?\\b|\\br[ée]seaux?\\b|\\bsieci\\b|\\bs[ií]tě\\b',
  ),
  rule(
    'finance',
    'business',
    '\\bbank|\\bbanco\\b|\\bbanque\\b|\\bfinanc|\\binsurance\\b|\\bassurance|\\bversicherung|\\bcapital\\b|\\bcredit union\\b|\\bsecurities\\b|\\bpayment',
  ),
  rule('health', 'business', '\\bhospital|\\bhealth|\\bclinic|\\bmedical\\b|\\bpharma|\\bklinik'),
  rule(
    'industry',
    'business',
    '\\benergy\\b|\\belectric|\\bmotors?\\b|\\bairlines?\\b|\\bfoods?\\b|\\bretail\\b|\\bindustr|\\bmanufactur|\\binsights?\\b|\\bconsult|\\bsoftware\\b|\\bmedia\\b|\\bgames?\\b|\\blogisti|\\bholdings?\\b|\\bengineering\\b',
  ),
];

/** The kind that an AS's own name tells; null where no rule speaks. */
export function kindOfName(name: string): Kind | null {
  return KIND_RULES.find(({ pattern }) => pattern.test(name))?.kind ?? null;
}
