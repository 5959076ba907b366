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
 * reaches 90 % against two references that `npm run bench:attribution` is given; the two agree with each
 * other on 82 % of the AS that both know. Words of hosters (`host`, `server`, `cloud`), banks, hospitals and
 * general ones (`net`, `network`, `internet`) do not reach it, so they give no kind.
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
      '\\bfaculdade|\\bcolegio\\b|\\bbildung|\\bunified district',
      '\\b(?:public|county|city) library\\b|\\bbiblioth[eèé](?:k|que)|\\bbiblioteca\\b',
      '\\bNREN\\b|forschungsnetz|\\bNORDUnet\\b|\\bresearch and education\\b',
    ),
    except: words('department|ministry|ministerio|secretar|sciences'),
  },
  {
    name: 'government',
    kind: 'government',
    pattern: words(
      '\\bministr(?:y|ies|erio|ério|ère|stvo)|\\bkementerian|\\bsecretar[ií]a de\\b',
      '\\bgovernment|\\bgobierno|\\bgoverno\\b|\\bpemerintah|\\bdepartment of\\b|\\bdept\\. of\\b|\\bDoD\\b',
      '\\bcity of\\b|\\bcounty of\\b|\\bcounty\\b(?= (?:government|council|court|sheriff))|\\bstate of\\b',
      '\\bcommonwealth of\\b|\\b(?:city|county|borough|district|regional) council\\b|\\bmunicipali',
      '\\bprefectur|\\bpr[ée]fecture|\\bprefeitura|\\blandkreis\\b|^stadt [A-Z]|\\bkommune?n?\\b',
      '\\bdinas\\b|\\bkabupaten\\b|\\bkomunikasi dan informatika',
      '\\bparliament|\\bparlament|\\bsenat[eo]?\\b|\\blegislat(?:ure|ive|iva|ivo)|\\bassembl[ée]e nationale',
      '\\b(?:national|legislative) assembly\\b|\\basamblea (?:nacional|legislativa)',
      '\\bassembleia legislativa|\\bc[âa]mara (?:dos deputados|municipal)',
      '\\b(?:bundestag|landtag|riksdag|storting|folketing|eduskunta|knesset)',
      '\\btribunal\\b|\\bsupreme court|\\bpolice\\b|\\barmy\\b|\\bnavy\\b',
    ),
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
];

/** The first rule that speaks about an AS, by its name and the number of IPv4 addresses that it announces. */
export function kindRuleOf(name: string, addresses: number): KindRule | null {
  return (
    KIND_RULES.find(
      ({ pattern, except, least = 0 }) =>
        addresses >= least && pattern.test(name) && except?.test(name) !== true,
    ) ?? null
  );
}
