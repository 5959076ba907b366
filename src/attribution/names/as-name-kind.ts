import type { Kind } from '../../model/attribution.ts';

/** A rule over the name of an AS; each has a name of its own so that its precision can be measured. */
export interface KindRule {
  readonly name: string;
  readonly kind: Kind;
  readonly pattern: RegExp;
  /** Words with which the rule does not speak. */
  readonly except?: RegExp;
  /** IPv4 addresses that the AS announces at least; smaller ones are often a company's own network. */
  readonly least?: number;
  /** IPv4 addresses that the AS announces at most; larger ones are rarely a company's own network. */
  readonly most?: number;
}

const words = (...alternatives: readonly string[]): RegExp => new RegExp(alternatives.join('|'), 'iu');

/** Institutions and companies that call themselves a network or limited company without connecting anyone. */
const NOT_AN_ACCESS_PROVIDER = words(
  'host|data|cloud|server|\\bvps|bank|banco|financ|securit|consult|hospital',
  'universi|college|school|academ|educa|institut|research|pesquisa|funda[cç][aã]o|fundacao',
  'ministr|government|governo|tribunal|federal|prefeitura|municip|exchange|\\bix\\b',
);

/**
 * In this order: the first that matches speaks. A rule stays here only if the lower end of its 95 % interval
 * reaches 90 % in `npm run bench:attribution`: against two references, which agree with each other on 82 %
 * of the AS that both know, and for trades against names that were read. Words of hosters (`host`,
 * `server`, `cloud`) and general ones (`network`, `internet`, `systems`) do not reach it, so they give no
 * kind. Nor does a legal form in the name of a small network.
 */
export const KIND_RULES: readonly KindRule[] = [
  {
    name: 'university',
    kind: 'education',
    pattern: words(
      'universi[td]|univerz|universyt|uniwersyt|üniversite|yliopisto|egyetem',
      'politecn|polytech|politech|politekn',
      'hochschule|h[oö]gskol|høgskol|høyskol|ammattikorkea|korkeakoulu',
      'institute of technology|institut teknologi|instituto tecnol|instituto federal d|sekolah tinggi',
      'akademi[ae]?\\b|\\bcampus\\b(?! crusade)',
    ),
  },
  {
    name: 'school or library',
    kind: 'education',
    pattern: words(
      '\\bschools?\\b|\\bcollege\\b|\\bacademy\\b|\\bschul|\\blyc[ée]e|\\b[eé]cole\\b|\\bescuela\\b',
      '\\bfaculdade|\\bcolegio\\b|\\bbildung|\\bunified district|\\bISD\\b|\\bscolaire\\b|\\bsekolah\\b',
      '\\beducational (?:service|unit)|\\b(?:area|regional|county|board) (?:office )?of education',
      '\\bindian institute of|\\binstitute of (?:science|engineering|management|medical|information tech)',
      '\\bresearch institute\\b|\\bmax-planck|\\bhelmholtz|\\bleibniz-|\\bpoltek|\\bvidyap|\\buniv\\.?\\b',
      '\\b(?:public|county|city) library\\b|\\bbiblioth[eèé](?:k|que)|\\bbiblioteca\\b',
      '\\bNREN\\b|forschungsnetz|\\bNORDUnet\\b|\\bresearch and education\\b',
    ),
    except: words('department|ministry|ministerio|secretar|sciences'),
  },
  {
    name: 'government',
    kind: 'government',
    pattern: words(
      '\\bminist(?:ry|ries|erio|ério|ero|ère|ere|erstv|arstv|erium|erul)|\\bkementerian|\\bsecretar[ií]a de\\b',
      '\\bgovernment|\\bgobierno|\\bgoverno\\b|\\bpemerintah|\\bdepartment of\\b|\\bdept\\. of\\b|\\bDoD\\b',
      '\\bcity of\\b|\\bcounty of\\b|\\bcounty\\b(?= (?:government|council|court|sheriff))|\\bstate of\\b',
      '\\bcommonwealth of\\b|\\b(?:city|county|borough|district|regional) council\\b|\\bmunicipali',
      '\\bprefectur|\\bpr[ée]fecture|\\bprefeitura|\\blandkreis\\b|^stadt [A-Z]|\\bkommune?n?\\b',
      '\\bdinas\\b|\\bkabupaten\\b|\\bkomunikasi dan informatika',
      '\\bparliament|\\bparlament|\\bsena(?:t[eo]?|do)\\b|\\blegislat(?:ure|ive|iva|ivo)|\\bassembl[ée]e nationale',
      '\\b(?:national|legislative) assembly\\b|\\basamblea (?:nacional|legislativa)',
      '\\bassembleia legislativa|\\bc[âa]mara (?:dos deputados|municipal)',
      '\\b(?:bundestag|landtag|riksdag|storting|folketing|eduskunta|knesset)',
      '\\btribunal\\b|\\bsupreme court|\\bpolice\\b|\\barmy\\b|\\bnavy\\b',
      '\\b(?:town|village|borough|province) of\\b|\\bsheriff\\b|\\bcomune di\\b|\\bayuntamiento\\b|\\bmunicipio\\b',
      '\\b(?:state|national) agency\\b|\\b(?:central|national|reserve) bank of\\b|\\bdepartamento\\b',
      '\\bkepolisian\\b|\\b(?:dis)?kominfo\\b|\\bbadan\\b|\\bmahkamah\\b|\\bkejaksaan\\b|\\bbelediye|\\bbakanl[iı]',
      '\\bcity hall\\b|\\bcourt of\\b|\\bair force\\b|\\bgemeinde\\b|\\btown council\\b|\\bgobernaci[oó]n\\b',
    ),
    except: words('trade council|scientific'),
  },
  {
    name: 'communications',
    kind: 'isp',
    pattern: words('\\bcommunications?\\b|comunica[cç]|comunicaciones|\\bkomunik|multimidia'),
    except: words(NOT_AN_ACCESS_PROVIDER.source, 'information|unified|video|solutions|technolog|marketing'),
    least: 2048,
  },
  {
    // Ltda, Eireli, ME and EPP are legal forms of Brazil, where most AS are local providers.
    name: 'Brazilian company',
    kind: 'isp',
    pattern: words('\\bltda\\b|\\beireli\\b|\\bepp\\b|[ -]ME$|\\bS/A$'),
    except: NOT_AN_ACCESS_PROVIDER,
    least: 1024,
  },
  {
    name: 'telecom',
    kind: 'isp',
    pattern: words(
      'tele(?:c|k)om|t[eé]l[eé]com|telef[oó]n(?!buch)|telephon|teleservic|telec\\b|(?<!ho|mo|mat|\\bin)tel\\b',
      '\\btelco\\b|\\btelia\\b|\\bvodafone\\b|unicom\\b|\\bchinanet\\b',
    ),
    except: NOT_AN_ACCESS_PROVIDER,
  },
  {
    name: 'access',
    kind: 'isp',
    pattern: words(
      '\\bwireless\\b|\\bcable\\b|kabel|cablevision|\\bCATV\\b|televis|\\bantenn|satellit',
      'broadband|breitband|bredb[aå]nd|banda larga|\\bDSL\\b|\\bprovedor|\\bISP\\b|\\bwisp\\b',
      '\\bfib(?:er|re|ra)|[a-z]fib(?:er|ra)\\b|glasfaser|swiatlow|szelessav|inalambric',
      '\\bwi-?fi|wifi\\b|\\bmobile\\b|\\bmovil|cellular|\\bairtel\\b|\\borange\\b',
    ),
    except: NOT_AN_ACCESS_PROVIDER,
  },
  {
    name: 'local provider',
    kind: 'isp',
    pattern: words(
      '(?<![.-])\\bnet\\b(?![.-])|[a-z]link\\b|\\b(?:svyaz|svjaz|seti)\\b|[a-z]svyaz\\b|^FOP\\b',
      '\\bPT\\b.*(?:nusantara|lintas|jaringan|akses|\\bsarana)',
      '(?:net|networks?|online|internet|infonet|netcom)\\b.*\\b(?:pvt|private limited|\\(opc\\))',
      '\\bservi[cç]os? de (?:acesso|internet)|\\bacesso a internet|\\bservicios de internet',
    ),
    except: words(
      NOT_AN_ACCESS_PROVIDER.source,
      'solution|soluc|systems?\\b|technolog|soft|marketing|media group|games?\\b|anycast|\\blabs?\\b',
    ),
    least: 512,
  },
  {
    name: 'trade',
    kind: 'business',
    pattern: words(
      '\\bbanks?\\b|[a-z]bank\\b|\\bbanco\\b|\\bbanca\\b|\\bbanque|\\bbanka|\\bcredit union|\\binsurance|\\bassurance',
      'versicherung|\\bseguros?\\b|sigorta|\\bsecurities\\b|\\bbrokerage|\\basset management|\\bequity\\b',
      '\\bfinancial\\b|\\bmortgage|\\bpensions?\\b|sparkasse|\\binvestments?\\b|yatirim menkul|wertpapier',
      '\\bcapital (?:management|partners|markets|group)|\\bcasualty\\b|\\breinsurance',
      'hospital|\\bhealth ?care|\\bhealth\\b|\\bmedical\\b|\\bclinics?\\b|\\bpharma|\\bdental\\b|\\bbiotech|klinikum',
      'krankenhaus|krankenkasse|\\bdiagnostics\\b|\\btherapeut',
      '\\bpetrol|\\boil\\b|\\bsteel\\b|\\bchemicals?\\b|\\bcement\\b|\\bmotors\\b|automotive|\\bairlines?\\b|\\bairways\\b',
      '\\baerospace|\\blogisti[ck]s|\\bfreight|\\bshipping\\b|\\brailroad|\\bfoods?\\b|\\bbeverage|\\bbrew|supermarket',
      '\\bstores\\b|manufactur|\\bconstruction|\\brealty\\b|\\breal estate\\b|immobilien|\\bhotels?\\b|\\bresorts?\\b|\\bcasinos?\\b',
      'attorney|rechtsanw|\\bapparel|\\bfashion|\\bfurniture|\\bpackaging|\\bplastics?\\b|\\binstruments\\b|\\btextil',
      'newspaper|publishing|zeitung|\\bmachinery\\b|\\bstaffing|\\btrucking|\\blumber\\b|\\blaborator(?:y|ies)\\b',
    ),
    except: words(
      'central|reserve|ministr|depart|school|universi|college|national|nacional|de espa|research|institut|academ',
      'authority|agency|commission|public|science|county|city of|state|telec|teleph|broadband|wireless|internet',
      'network|\\bnet\\b|communic|cable|host|cloud|data ?cent|fib(?:er|re)|exchange|co-?op|online|\\bIT\\b|softbank',
    ),
    most: 4096,
  },
];

/** The first rule that speaks about an AS, by its name and the number of IPv4 addresses that it announces. */
export function kindRuleOf(name: string, addresses: number): KindRule | null {
  return (
    KIND_RULES.find(
      ({ pattern, except, least = 0, most = Number.POSITIVE_INFINITY }) =>
        addresses >= least && addresses <= most && pattern.test(name) && except?.test(name) !== true,
    ) ?? null
  );
}
