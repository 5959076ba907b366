import { type Domain, displayDomain } from '../../model/domain.ts';
import type { DomainAnswer } from '../../model/domain-answer.ts';
import type { ServerHistory } from '../../store/history.ts';
import { cityName } from '../../text/city-names.ts';
import { defang } from '../../text/defang.ts';
import { createNumbers } from '../../text/numbers.ts';
import type { CountPhrase, ReplyLanguage, StayPhrase } from '../language/language.ts';
import type { North, Top } from './figures.ts';

/** A readable domain. An internationalised one is followed by its A-label, so that lookalikes are visible. */
export function readable(domain: Domain): string {
  const shown = displayDomain(domain);
  return shown === domain ? domain : `${shown} (${domain})`;
}

/** A number with its form in a language. */
export function countPhrase(value: number, write: (value: number) => string): CountPhrase {
  return { value, text: write(value) };
}

export function replyCountryName(code: string | null, locale: string): string | null {
  if (code === null || !/^[A-Z]{2}$/.test(code)) return null;
  return new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' }).of(code) ?? null;
}

/** A company's name without anything that a home server would act on. Null if nothing is left. */
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
    answered: countPhrase(top.answered, numbers.count),
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
      city: defang(cityName(server.city, server.country, language.code)),
      country: replyCountryName(server.country, language.locale),
      accuracy: 'city',
    },
    hoster: companyName(hoster),
    located: countPhrase(located, numbers.count),
    date: numbers.date(finishedAt),
  });
}

/**
 * The companies that a server was with, latest first, as paragraphs. If space is short, the last ones can be
 * dropped.
 */
export function historyWords(
  domain: Domain,
  history: ServerHistory,
  language: ReplyLanguage,
): readonly string[] {
  const numbers = createNumbers(language.locale);
  const stays = history.history.flatMap(({ hoster, front, from, to }): StayPhrase[] => {
    const name = companyName(front ?? hoster);
    return name === null
      ? []
      : [{ name, behind: front !== null, from: numbers.date(from), to: numbers.date(to) }];
  });
  return language.history(readable(domain), stays.reverse());
}

/**
 * Whether two domains are with the same company, as far as that is visible. Null if one of them is unknown.
 */
export function comparisonWords(
  one: DomainAnswer,
  other: DomainAnswer,
  language: ReplyLanguage,
): string | null {
  const [here, there] = [one.attribution, other.attribution];
  if (!here || !there || here.status !== 'OK' || there.status !== 'OK') return null;
  if (here.front !== null || there.front !== null) return language.incomparable;
  if (here.hoster === null || there.hoster === null) return language.incomparable;
  const name = companyName(here.hoster);
  return here.hoster.id === there.hoster.id && name !== null ? language.same(name) : language.different;
}
