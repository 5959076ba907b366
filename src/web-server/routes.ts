import type { IncomingMessage } from 'node:http';
import { SHARE_NAME, sharedPage } from '../site/frame/share-picture.ts';
import type { Admitted } from './admission.ts';
import { json, type Text } from './answer.ts';
import type { AnswerSources } from './answer-sources.ts';
import { answerHealth, type JudgeInstallation } from './health-answer.ts';
import { createLookUps } from './look-ups.ts';
import { answerBadge, answerLookup, answerServerPage, recollectAsked } from './lookup-answer.ts';
import { createLookupPages, type LookupPages } from './lookup-pages.ts';
import { answerMetrics, type MetricsOptions, type RequestCount } from './metrics.ts';
import { createNameSearch } from './name-search.ts';
import { createRateLimit, type Rate } from './rate-limit.ts';
import { createSharePictures, shareWords } from './share-pictures.ts';
import { findFile } from './site-files.ts';

/** What is made for each request; everything else is a file of the site. */
export type Route = (asked: Admitted, request: IncomingMessage) => Promise<Text> | Text;

export interface RouteParts {
  readonly siteDir: string;
  readonly answers: AnswerSources;
  readonly limits: {
    readonly lookups: Rate;
    readonly lookupMs: number;
    readonly lookupsAtOnce: number;
  };
  readonly judge?: JudgeInstallation | undefined;
  readonly metrics?: MetricsOptions | undefined;
  readonly count: RequestCount;
}

/** How long the answer of a look is given again. */
const FRESH_MS = 5 * 60 * 1000;

/** The route of a request, or null where a file is asked for. */
export function createRoutes(parts: RouteParts): (asked: Admitted) => Route | null {
  const { siteDir, answers, limits, judge, metrics, count } = parts;
  const pages = createLookupPages(siteDir);
  const findByName = createNameSearch(siteDir);
  const lookups = createRateLimit(limits.lookups);
  const lookUps = createLookUps({
    look: answers.look,
    deadlineMs: limits.lookupMs,
    atOnce: limits.lookupsAtOnce,
    freshMs: FRESH_MS,
  });
  const routes: Readonly<Record<string, Route>> = {
    '/api/lookup': ({ query, client }, request) =>
      answerLookup(request, new URLSearchParams(query), {
        ...{ recall: answers.recall, lookUps, pages, findByName, client },
        admit: () => lookups.take(client),
      }),
    '/server/': ({ query }) =>
      answerServerPage(new URLSearchParams(query), { pages, recollect: answers.recollect, findByName }),
    '/server/badge.svg': ({ query }) => answerBadge(new URLSearchParams(query), answers),
    '/metrics': (_, request) => answerMetrics(request, metrics, count),
    '/api/health': () => answerHealth(siteDir, judge),
  };
  const pictureOf = sharePictureRoutes(siteDir, pages, answers);
  return ({ path, query }) => {
    const picture = pictureOf(path);
    if (picture !== null) return picture;
    // The page without a question is a file.
    if (path === '/server/' && query === '') return null;
    return Object.hasOwn(routes, path) ? (routes[path] ?? null) : null;
  };
}

const SERVER_PICTURE = `/server/${SHARE_NAME}`;
/** Pictures drawn for one client. */
const PICTURES: Rate = { burst: 20, perSecond: 0.5 };

function sharePictureRoutes(
  siteDir: string,
  pages: LookupPages,
  { recollect }: Pick<AnswerSources, 'recollect'>,
): (path: string) => Route | null {
  const pictures = createSharePictures();
  const drawn = createRateLimit(PICTURES);
  return (path) => {
    if (path === SERVER_PICTURE) {
      return async ({ query, client }) => {
        const [asked, known] = recollectAsked(new URLSearchParams(query), { recollect });
        if (asked === null || known === null) return json(404, { error: 'not found' });
        const { body } = await pages.server(asked, known);
        return await pictures.answer(shareWords(body.toString()), () => drawn.take(client));
      };
    }
    const folder = sharedPage(path.slice(1));
    if (folder === null) return null;
    return async ({ client }) => {
      const page = await readPage(siteDir, `/${folder}`);
      return await pictures.answer(page === null ? null : shareWords(page), () => drawn.take(client));
    };
  };
}

async function readPage(siteDir: string, path: string): Promise<string | null> {
  const found = await findFile(siteDir, path);
  if (found.kind !== 'file') return null;
  try {
    return await found.handle.readFile('utf8');
  } finally {
    await found.handle.close();
  }
}
