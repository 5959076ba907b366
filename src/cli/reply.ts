import { type HomeServerLimits, type Mention, VISIBILITIES } from '../bot/home-server/home-server.ts';
import {
  isEcho,
  type UnderstandOptions,
  type UnderstoodMention,
  understandMention,
} from '../bot/mentions/understand.ts';
import { createContent, isMeasured } from '../bot/reply/content.ts';
import { createNetworkFigures } from '../bot/reply/figures.ts';
import { createNameFinder } from '../bot/reply/name-finder.ts';
import { draftReply, type ReplyContent } from '../bot/reply/reply.ts';
import type { OwnName } from '../bot/request/mention-text.ts';
import type { NamedServer, Request } from '../bot/request/request-kinds.ts';
import { systemClock } from '../bot/runtime/clock.ts';
import type { Config } from '../config.ts';
import { besideRegistrations, createDomainAnswers } from '../jobs/answer-lookup.ts';
import {
  openAttribution,
  openClients,
  openOptOuts,
  openRegistrations,
  openStoreToRead,
} from '../jobs/app.ts';
import { explainAccount, openHome } from '../jobs/home-server.ts';
import { createLog } from '../jobs/log.ts';
import { quote } from '../lists/list-file.ts';
import { spareHistory } from '../lists/spare.ts';
import type { Domain } from '../model/domain.ts';
import { UsageError } from '../model/expected-errors.ts';
import type { Network } from '../model/network.ts';
import { type Arguments, type Command, type Surroundings, textOption } from './command.ts';

/** The account that answers if none is configured or given by `--account`. */
const MODEL_ACCOUNT = 'whohosts@home.example';
/** The account that asks. It is on the bot's home server, so its handle has no host. */
const ASKER = 'asker';
/** Mastodon's limits, used if the home server is not asked. */
const LIMITS = { maxCharacters: 500, charactersPerUrl: 23 };

/** The account that answers, and the length of its posts. */
interface Answerer {
  readonly account: OwnName;
  readonly limits: Pick<HomeServerLimits, 'maxCharacters' | 'charactersPerUrl'>;
}

export const reply: Command = {
  synopsis:
    'TEXT... [--language L] [--visibility V] [--account USER@HOST] [--in-thread] [--spoiler TEXT] [--no-lookup] [--json]',
  options: {
    language: { type: 'string' },
    visibility: { type: 'string' },
    account: { type: 'string' },
    'in-thread': { type: 'boolean' },
    spoiler: { type: 'string' },
    'no-lookup': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: async (given, surroundings) => {
    const { config, out, say } = surroundings;
    const account = accountOption(given);
    const mention = await mentionOf(given, surroundings);
    const answerer = await answererOf(config, account ?? MODEL_ACCOUNT, say);
    if (typeof answerer === 'number') return answerer;
    const looked = given.options['no-lookup'] !== true;
    const { understood, text } = looked
      ? await answer(mention, answerer, surroundings)
      : { understood: understand(mention, answerer, config), text: null };
    // These do not depend on the content.
    const draft = draftReply(mention, { kind: 'help' }, { ...answerer, language: understood.language });
    const request = describeRequest(understood, isEcho(understood, mention));
    const { visibility, language, spoilerText: spoiler } = draft;
    const document = { request, ...(looked ? { text } : {}), visibility, language, spoiler };
    if (given.options.json === true) await out(`${JSON.stringify(document, null, 2)}\n`);
    else if (!looked || text !== null) await out(`${text ?? inWords(request)}\n`);
    else say(`no reply: ${inWords(request)}`);
    return 0;
  },
};

/** A company or country is asked about as the largest ones are: by figures of a network. */
type RequestKind = Exclude<Request['kind'], 'named'> | 'silent';

interface RequestDocument {
  readonly kind: RequestKind;
  readonly domains: readonly Domain[];
  readonly network: Network | null;
}

function describeRequest({ request }: UnderstoodMention, silent: boolean): RequestDocument {
  if (silent) return { kind: 'silent', domains: [], network: null };
  const named = serversOf(request);
  const network = 'network' in request ? request.network : (named[0]?.network ?? null);
  return {
    kind: request.kind === 'named' ? 'top' : request.kind,
    domains: named.map(({ domain }) => domain),
    network,
  };
}

function serversOf(request: Request): readonly NamedServer[] {
  if ('domains' in request) return request.domains;
  return request.kind === 'history' ? [request.named] : [];
}

function inWords({ kind, domains, network }: RequestDocument): string {
  return [kind, ...domains, ...(network === null ? [] : [`(${network})`])].join(' ');
}

function understand(
  mention: Mention,
  { account }: Answerer,
  { language }: Pick<Config, 'language'>,
  known: Pick<UnderstandOptions, 'isKnown' | 'findName'> = {},
): UnderstoodMention {
  return understandMention(mention, { account, language, ...known });
}

interface Answered {
  readonly understood: UnderstoodMention;
  /** Null if the bot would stay silent. */
  readonly text: string | null;
}

/** Interprets the mention with the database's help, and answers it. */
async function answer(
  mention: Mention,
  answerer: Answerer,
  { config, say }: Pick<Surroundings, 'config' | 'say'>,
): Promise<Answered> {
  const optOuts = openOptOuts();
  const store = openStoreToRead(config);
  try {
    const history = spareHistory(store.history, optOuts);
    const understood = understand(mention, answerer, config, {
      isKnown: (domain) => isMeasured(history, domain),
      findName: createNameFinder({ scans: store.scans, history }),
    });
    const { request, language } = understood;
    const text = (content: ReplyContent) =>
      draftReply(mention, content, { language, limits: answerer.limits }).text;
    if (request.kind === 'stop' || request.kind === 'delete' || isEcho(understood, mention))
      return { understood, text: null };
    if (request.kind === 'watch') {
      const domains = request.domains.map(({ domain }) => domain);
      return { understood, text: text({ kind: 'watching', domains, most: null }) };
    }
    if (request.kind === 'help' || request.kind === 'refused') return { understood, text: text(request) };
    const attributor = await openAttribution(config, say);
    const outside = await openClients(config, attributor);
    try {
      const contentOf = createContent({
        lookup: besideRegistrations(
          createDomainAnswers({ outside, attributor, history, optOuts }).ask,
          openRegistrations(config, outside, store.settings),
        ),
        figures: createNetworkFigures({ scans: store.scans, history }),
        history,
        clock: systemClock,
        log: createLog(config.logLevel),
      });
      return { understood, text: text(await contentOf(request)) };
    } finally {
      await outside.close();
    }
  } finally {
    store.close();
  }
}

/**
 * The configured account, or else the given one. A number is the exit status if the configured account cannot
 * be used.
 */
async function answererOf(
  config: Config,
  handle: string,
  say: (line: string) => void,
): Promise<Answerer | number> {
  if (config.account === null) return { account: ownName(handle), limits: LIMITS };
  const home = openHome(config, createLog(config.logLevel));
  try {
    const account = await home.server.account();
    const mistake = explainAccount(account, config);
    if (mistake !== null || !account.ok) {
      mistake?.lines.forEach(say);
      return mistake?.exit ?? 1;
    }
    const limits = await home.server.limits();
    return { account: account.value, limits: limits.ok ? limits.value : LIMITS };
  } finally {
    await home.close();
  }
}

function ownName(handle: string): OwnName {
  const [username = '', host = ''] = handle.split('@');
  return {
    username,
    hosts: [host.toLowerCase()],
    urls: [`https://${host}/@${username}`, `https://${host}/users/${username}`],
  };
}

function accountOption(given: Arguments): string | null {
  const handle = textOption(given, 'account')?.replace(/^@/, '') ?? null;
  if (handle === null) return null;
  if (/^[\w.-]+@[^\s@/]+$/.test(handle)) return handle;
  throw new UsageError(`--account: expected USER@HOST such as ${MODEL_ACCOUNT}, got ${quote(handle)}`);
}

async function mentionOf(given: Arguments, { stdin }: Surroundings): Promise<Mention> {
  if (given.positionals.length === 0)
    throw new UsageError('TEXT: expected the text of a mention, or - to read it from stdin; got nothing');
  const [first] = given.positionals;
  const fromStdin = first === '-' && given.positionals.length === 1;
  const visibility = textOption(given, 'visibility') ?? 'public';
  if (!isVisibility(visibility))
    throw new UsageError(
      `--visibility: expected one of ${VISIBILITIES.join(', ')}, got ${quote(visibility)}`,
    );
  const language = textOption(given, 'language');
  if (language !== null && !/^[a-z]{2,8}([-_][a-z0-9]{1,8})*$/i.test(language))
    throw new UsageError(`--language: expected a language tag such as en or pt-BR, got ${quote(language)}`);
  return {
    id: 'reply',
    createdAt: new Date().toISOString(),
    account: { id: ASKER, acct: ASKER, url: '', bot: false, nobot: false },
    statusId: 'reply',
    inReplyToId: given.options['in-thread'] === true ? 'thread' : null,
    content: escapeAutolinks(fromStdin ? await readAll(stdin) : given.positionals.join(' ')),
    visibility,
    spoilerText: textOption(given, 'spoiler') ?? '',
    language,
    boost: false,
    mentions: [],
  };
}

/** Escapes autolinks such as `<https://social.example>`, which HTML would read as a tag. */
function escapeAutolinks(content: string): string {
  return content.replace(/<(https?:[^<>\s]+)>/gi, '&lt;$1&gt;');
}

function isVisibility(name: string): name is Mention['visibility'] {
  return VISIBILITIES.some((each) => each === name);
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}
