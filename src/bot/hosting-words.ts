import { isSharedPlatform } from '../attribution/shared-platform.ts';
import { type Attribution, type Evidence, withoutHome } from '../model/attribution.ts';
import { defang } from '../report/defang.ts';
import { createNumbers } from '../report/numbers.ts';
import type { Answer } from './answer.ts';
import { companyName, countryName, readable } from './figure-words.ts';
import type { Ground, Hosting, Place, ReplyLanguage } from './language/language.ts';

/** One sentence of an answer; the higher the rank, the sooner it is left out where space is short. 0 stays. */
export interface Sentence {
  readonly rank: 0 | 1 | 2 | 3 | 4 | 5;
  readonly text: string;
}

function place(attribution: Attribution, locale: string): Place | null {
  const { location } = withoutHome(attribution);
  if (location === null) return null;
  return {
    city: location.city === null ? null : defang(location.city),
    country: countryName(location.country, locale),
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
    // Behind a front, its place says nothing about the server.
    place: attribution.front === null ? place(attribution, language.locale) : null,
  };
}

/** What is measured about one domain, in sentences; the first is the answer itself. */
export function hostingSentences(answer: Answer, language: ReplyLanguage): readonly Sentence[] {
  const domain = readable(answer.domain);
  const { finding } = answer;
  if (answer.optedOut === true) return [{ rank: 0, text: language.optedOut(domain) }];
  if (finding === null) return [{ rank: 0, text: language.notFound(domain) }];
  const { observation, attribution } = finding;
  if (observation.status !== 'NOERROR') {
    return [{ rank: 0, text: language.noAddress(domain, observation.status) }, when(answer, language)];
  }
  if (attribution === null || attribution.status !== 'OK') {
    const hidden = attribution?.status === 'NOT_PUBLIC';
    const text = hidden ? language.notPublic(domain) : language.unrouted(domain);
    return [{ rank: 0, text }, when(answer, language)];
  }
  const words = hosting(attribution, domain, language);
  const sentences: Sentence[] = [{ rank: 0, text: language.hosting(words) }];
  const name = words.front ?? words.hoster;
  const ground = groundOf(attribution.evidence[0]);
  if (!finding.agree) sentences.push({ rank: 3, text: language.several });
  else if (name !== null && ground !== null) sentences.push({ rank: 5, text: language.ground(ground, name) });
  sentences.push(...declared(finding.observation.declared, language));
  const numbers = createNumbers(language.locale);
  if (answer.since !== null) sentences.push({ rank: 4, text: language.since(numbers.date(answer.since)) });
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
};

/** By the most telling rule. */
function groundOf(evidence: Evidence | undefined): Ground | null {
  return evidence === undefined ? null : GROUNDS[evidence];
}

function declared(
  declaration: { readonly by: string | null; readonly country: string | null } | null,
  language: ReplyLanguage,
): readonly Sentence[] {
  const by = declaration?.by ? defang(declaration.by) || null : null;
  const country = countryName(declaration?.country?.toUpperCase() ?? null, language.locale);
  if (by === null && country === null) return [];
  return [{ rank: 4, text: language.declared(by, country) }];
}

function standing(answer: Answer, words: Hosting, language: ReplyLanguage): readonly Sentence[] {
  const who = words.front ?? words.hoster;
  const { context } = answer;
  if (context === null || who === null || context.servers === 0) return [];
  const numbers = createNumbers(language.locale);
  const decimals = context.answered >= 1000 ? 1 : 0;
  const text = language.standing({
    network: answer.network,
    name: who,
    behind: words.front !== null,
    servers: numbers.count(context.servers),
    answered: numbers.count(context.answered),
    share: numbers.share(context.share, decimals),
    users: context.activeUsers === 0 ? null : numbers.rounded(context.activeUsers),
    userShare: context.activeShare === null ? null : numbers.share(context.activeShare, 0),
  });
  return [{ rank: 2, text }];
}

function when(answer: Answer, language: ReplyLanguage): Sentence {
  const date = createNumbers(language.locale).date(answer.observedAt);
  return { rank: 1, text: answer.stale ? language.stale(date) : language.measured(date) };
}
