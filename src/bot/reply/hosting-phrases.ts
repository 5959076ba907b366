import { isSharedPlatform } from '../../attribution/rules/shared-platform.ts';
import { type Attribution, type Evidence, withoutHome } from '../../model/attribution.ts';
import type { DomainAnswer } from '../../model/domain-answer.ts';
import { cityName } from '../../text/city-names.ts';
import { defang } from '../../text/defang.ts';
import { createNumbers } from '../../text/numbers.ts';
import type { Ground, Hosting, PlacePhrase, ReplyLanguage } from '../language/language.ts';
import { companyName, countPhrase, readable, replyCountryName } from './figure-phrases.ts';

/** One sentence of an answer. Higher ranks are dropped first if space is short; rank 0 always stays. */
export interface Sentence {
  readonly rank: 0 | 1 | 2 | 3 | 4 | 5;
  readonly text: string;
}

function place(attribution: Attribution, { code, locale }: ReplyLanguage): PlacePhrase | null {
  const { location } = withoutHome(attribution);
  if (location === null) return null;
  return {
    city: location.city === null ? null : defang(cityName(location.city, location.country, code)),
    country: replyCountryName(location.country, locale),
    accuracy: location.accuracy,
  };
}

function hosting(attribution: Attribution, domain: string, language: ReplyLanguage): Hosting {
  const shared = attribution.operator !== null && isSharedPlatform(attribution.operator);
  return {
    domain,
    hoster: companyName(attribution.hoster),
    front: companyName(attribution.front),
    operator: shared ? null : companyName(attribution.operator),
    shared,
    kind: attribution.kind,
    // Behind a front, the location is not the server's.
    place: attribution.front === null ? place(attribution, language) : null,
  };
}

/** The findings about one domain as sentences. The first is the answer itself. */
export function hostingSentences(answer: DomainAnswer, language: ReplyLanguage): readonly Sentence[] {
  const domain = readable(answer.domain);
  const { status, attribution } = answer;
  if (answer.isOptedOut) return [{ rank: 0, text: language.optedOut(domain) }];
  if (status === null) return [{ rank: 0, text: language.notFound(domain) }];
  const hidden = status === 'NOT_PUBLIC' || attribution?.status === 'NOT_PUBLIC';
  if (status !== 'NOERROR' && !hidden) {
    return [{ rank: 0, text: language.noAddress(domain, status) }, when(answer, language)];
  }
  if (attribution === null || attribution.status !== 'OK') {
    const text = hidden ? language.notPublic(domain) : language.unrouted(domain);
    return [{ rank: 0, text }, when(answer, language)];
  }
  const words = hosting(attribution, domain, language);
  const sentences: Sentence[] = [{ rank: 0, text: language.hosting(words) }];
  const name = words.front ?? words.hoster;
  const ground = groundOf(attribution.evidence[0]);
  if (!answer.agree) sentences.push({ rank: 3, text: language.several });
  else if (name !== null && ground !== null) sentences.push({ rank: 5, text: language.ground(ground, name) });
  const holder = companyName(answer.registeredTo === undefined ? null : { name: answer.registeredTo });
  if (holder !== null) sentences.push({ rank: 4, text: language.registered(holder) });
  sentences.push(...declared(answer.declared, language));
  const numbers = createNumbers(language.locale);
  const since = answer.since === null ? null : numbers.date(answer.since);
  // If the first scan that saw it is the measurement itself, `since` adds nothing.
  if (since !== null && since !== numbers.date(answer.observedAt))
    sentences.push({ rank: 4, text: language.since(since) });
  sentences.push(...standing(answer, words, language));
  sentences.push(when(answer, language));
  return sentences;
}

const GROUNDS: Readonly<Record<Evidence, Ground>> = {
  range: 'range',
  prefix: 'network',
  asn: 'network',
  'as-name': 'name',
  cname: 'names',
  ptr: 'names',
  domain: 'names',
  header: 'names',
  rtt: 'network',
};

/** The ground of the evidence, by its strongest rule. */
function groundOf(evidence: Evidence | undefined): Ground | null {
  return evidence === undefined ? null : GROUNDS[evidence];
}

function declared(
  declaration: { readonly by: string | null; readonly country: string | null } | null,
  language: ReplyLanguage,
): readonly Sentence[] {
  const by = declaration?.by ? defang(declaration.by) || null : null;
  const country = replyCountryName(declaration?.country?.toUpperCase() ?? null, language.locale);
  if (by === null && country === null) return [];
  return [{ rank: 4, text: language.declared(by, country) }];
}

function standing(answer: DomainAnswer, words: Hosting, language: ReplyLanguage): readonly Sentence[] {
  const who = words.front ?? words.hoster;
  const { standing: context } = answer;
  if (context === null || who === null || context.servers === 0 || context.answered < 2) return [];
  const numbers = createNumbers(language.locale);
  const decimals = context.answered >= 1000 ? 1 : 0;
  const text = language.standing({
    network: answer.network,
    name: who,
    behind: words.front !== null,
    isCounted: answer.since !== null,
    servers: countPhrase(context.servers, numbers.count),
    answered: countPhrase(context.answered, numbers.count),
    share: numbers.share(context.share, decimals),
    users: context.activeUsers === 0 ? null : countPhrase(context.activeUsers, numbers.rounded),
    userShare: context.activeShare === null ? null : numbers.share(context.activeShare, 0),
  });
  return [{ rank: 2, text }];
}

function when(answer: DomainAnswer, language: ReplyLanguage): Sentence {
  const date = createNumbers(language.locale).date(answer.observedAt);
  return { rank: 1, text: answer.source === 'old scan' ? language.stale(date) : language.measured(date) };
}
