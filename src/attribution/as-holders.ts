import { cleanAsName } from './as-name.ts';
import { kindOfName } from './as-name-kind.ts';
import type { Hosters } from './hosters.ts';
import { type Sections, section } from './table-file.ts';
import { textBlock } from './table-sections.ts';
import { openTexts } from './text-list.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** An AS with what follows from its number and name alone. */
export interface AsHolder extends Verdict {
  readonly asn: number;
  /** As the registry has it. */
  readonly asName: string;
}

/** The holder with a number of the compiled AS table; null for 0. Each is judged once, when it is first asked for. */
export function openAsHolders(sections: Sections, hosters: Hosters): (id: number) => AsHolder | null {
  const asns = section(sections, 'asns', 'Uint32Array');
  const nameAt = openTexts(textBlock(sections, 'names'));
  const made = new Array<AsHolder | undefined>(asns.length);
  return (id) => {
    if (id === 0) return null;
    const known = made[id];
    if (known !== undefined) return known;
    const asn = asns[id] ?? 0;
    const asName = nameAt(id);
    const holder: AsHolder = { asn, asName, ...judge(asn, asName, hosters) };
    made[id] = holder;
    return holder;
  };
}

/** The table's word, or the name's: then the country of the company is not known, as the AS table does not tell it. */
function judge(asn: number, name: string, hosters: Hosters): Verdict {
  const owner = hosters.byAsn.get(asn);
  if (owner !== undefined) return verdictOf(owner, 'asn');
  return {
    hoster: { id: `as${asn}`, name: cleanAsName(name, asn), country: null },
    front: null,
    kind: kindOfName(name),
    evidence: ['as-name'],
  };
}
