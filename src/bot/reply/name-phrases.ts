import { defang } from '../../text/defang.ts';
import { createNumbers } from '../../text/numbers.ts';
import type { ReplyLanguage } from '../language/language.ts';
import type { KnownName, NameRole } from '../request/request-kinds.ts';
import { countPhrase, replyCountryName } from './figure-phrases.ts';
import type { NameFigure } from './figures.ts';

/** Unknown for servers behind a front. */
const HIDDEN_BY_FRONTS: ReadonlySet<NameRole> = new Set(['hoster', 'country']);

/** The figures of a company or country, the most important sentence first; the last ones may be dropped. */
export function nameSentences(figure: NameFigure, language: ReplyLanguage): readonly string[] {
  const { network, named, servers, activeUsers, answered, allUsers, rank, hidden, finishedAt } = figure;
  const numbers = createNumbers(language.locale);
  const decimals = answered >= 1000 ? 1 : 0;
  return [
    language.named({
      network,
      role: named.role,
      name: nameIn(named, language),
      servers: countPhrase(servers, numbers.count),
      answered: countPhrase(answered, numbers.count),
      share: numbers.share(servers / answered, decimals),
      users: activeUsers === 0 ? null : countPhrase(activeUsers, numbers.rounded),
      userShare: activeUsers === 0 ? null : numbers.share(activeUsers / allUsers, 0),
    }),
    // A rank among one says nothing.
    ...(rank === null || rank.of < 2
      ? []
      : [language.rank(named.role, numbers.count(rank.place), numbers.count(rank.of))]),
    language.measured(numbers.date(finishedAt)),
    ...(hidden > 0 && HIDDEN_BY_FRONTS.has(named.role)
      ? [language.unseen(numbers.share(hidden, decimals))]
      : []),
  ];
}

/** Asks which of these names was meant. */
export function similarWords(names: readonly KnownName[], language: ReplyLanguage): string {
  const list = new Intl.ListFormat(language.locale, { type: 'disjunction' });
  return language.similar(list.format(names.map((name) => nameIn(name, language))));
}

function nameIn({ role, key, name }: KnownName, { locale }: ReplyLanguage): string {
  return defang((role === 'country' ? replyCountryName(key, locale) : null) ?? name);
}
