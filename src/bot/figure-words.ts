import { type Domain, displayDomain } from '../model/domain.ts';
import { defang } from '../report/defang.ts';
import { createNumbers } from '../report/numbers.ts';
import type { ServerHistory } from '../store/history.ts';
import type { Answer } from './answer.ts';
import type { North, Top } from './figures.ts';
import type { ReplyLanguage, Stay } from './language/language.ts';

/** A domain as people read it; an internationalised one with its A-label, so that lookalikes show. */
export function readable(domain: Domain): string {
  const shown = displayDomain(domain);
  return shown === domain ? domain : `${shown} (${domain})`;
}

export function countryName(code: string | null, locale: string): string | null {
  if (code === null || !/^[A-Z]{2}$/.test(code)) return null;
  return new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' }).of(code) ?? null;
}

/** A company's name without anything that a home server would act on; null where nothing is left. */
export function companyName(company: { readonly name: string } | null): string | null {
  if (company === null) return null;
  const plain = defang(company.name);
  return plain === '' ? null : plain;
}

export function topWords(top: Top, language: ReplyLanguage): string {
  const numbers = createNumbers(language.locale);
  const decimals = top.answered >= 1000 ? 1 : 0;
  const lines = top.hosters.map(({ name, share }, index) => ({
    rank: numbers.count(index + 1),
    name: defang(name),
    share: numbers.share(share, decimals),
  }));
  const [heading = '', ...rest] = language.top({
    network: top.network,
    lines,
    hidden: top.hidden === 0 ? null : numbers.share(top.hidden, decimals),
    answered: numbers.count(top.answered),
    date: numbers.date(top.finishedAt),
  });
  const counted = rest.at(-1) ?? '';
  return lines.length === 0 ? counted : `${heading}\n${rest.slice(0, -1).join('\n')}\n\n${counted}`;
}

export function northWords(
  { network, server, hoster, located, finishedAt }: North,
  language: ReplyLanguage,
): string {
  const numbers = createNumbers(language.locale);
  const degrees = new Intl.NumberFormat(language.locale, { maximumFractionDigits: 1 });
  return language.north({
    network,
    domain: readable(server.domain),
    latitude: degrees.format(server.lat),
    place: {
      city: defang(server.city),
      country: countryName(server.country, language.locale),
      accuracy: 'city',
    },
    hoster: companyName(hoster),
    located: numbers.count(located),
    date: numbers.date(finishedAt),
  });
}

/** Where a server has been, the last first: paragraphs, of which the last may go where space is short. */
export function historyWords(
  domain: Domain,
  history: ServerHistory,
  language: ReplyLanguage,
): readonly string[] {
  const numbers = createNumbers(language.locale);
  const stays = history.history.flatMap(({ hoster, front, from, to }): Stay[] => {
    const name = companyName(front ?? hoster);
    return name === null
      ? []
      : [{ name, behind: front !== null, from: numbers.date(from), to: numbers.date(to) }];
  });
  return language.history(readable(domain), stays.reverse());
}

/** Whether two domains are with the same company, as far as that can be seen; null where one is not known at all. */
export function comparisonWords(one: Answer, other: Answer, language: ReplyLanguage): string | null {
  const [here, there] = [one, other].map(({ finding }) => finding?.attribution ?? null);
  if (!here || !there || here.status !== 'OK' || there.status !== 'OK') return null;
  if (here.front !== null || there.front !== null) return language.incomparable;
  if (here.hoster === null || there.hoster === null) return language.incomparable;
  const name = companyName(here.hoster);
  return here.hoster.id === there.hoster.id && name !== null ? language.same(name) : language.different;
}
