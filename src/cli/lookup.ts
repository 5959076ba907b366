import { createNameFinder } from '../bot/reply/name-finder.ts';
import type { Config } from '../config.ts';
import { domainAnswerJson } from '../export/domain-answer-json.ts';
import {
  hasDatabase,
  openAttribution,
  openClients,
  openOptOuts,
  openSecondOpinions,
  openStoreToRead,
} from '../jobs/app.ts';
import { quote } from '../lists/list-file.ts';
import { createLook } from '../look/look.ts';
import type { SecondOpinion } from '../look/second-opinion-shape.ts';
import { type Domain, parseDomain } from '../model/domain.ts';
import type { DomainAnswer } from '../model/domain-answer.ts';
import { UsageError } from '../model/expected-errors.ts';
import { isNetwork, NETWORKS, type Network } from '../model/network.ts';
import { freshAnswer } from '../scan/ask.ts';
import { readSearch } from '../text/search-text.js';
import { type Arguments, type Command, textOption } from './command.ts';
import { describeLookup } from './lookup-text.ts';
import { describeSecondOpinion } from './second-opinion-text.ts';

export const lookup: Command = {
  synopsis: 'DOMAIN... [--network NETWORK] [--second-opinion] [--json | --ndjson]',
  options: {
    network: { type: 'string' },
    'second-opinion': { type: 'boolean' },
    json: { type: 'boolean' },
    ndjson: { type: 'boolean' },
  },
  run: async (given, { config, out, say }) => {
    const network = networkOption(given) ?? 'fediverse';
    const hint = (words: string) => nameHint(words, network, config);
    const domains = given.positionals.flatMap((text) => domainsOf(text, hint));
    if (domains.length === 0)
      throw new UsageError('DOMAIN: expected at least one domain such as mastodon.social, got nothing');
    const optOuts = openOptOuts();
    for (const domain of domains.filter(optOuts.has))
      say(`${domain}: its admin asked not to be measured; nothing is sent there`);
    const store = openStoreToRead(config);
    const attributor = await openAttribution(config, say);
    const outside = await openClients(config, attributor);
    const secondOpinions = openSecondOpinions(config, outside, store.settings);
    try {
      const look = createLook({
        network,
        dns: outside.dns,
        http: outside.http,
        lastKnown: (domain) => store.history.delegation(network, domain),
      });
      const options = { network, look, attributor, history: store.history };
      const askOthers = given.options['second-opinion'] === true ? secondOpinions.ask : null;
      const answers = await Promise.all(
        domains.map(async (domain): Promise<LookupResult> => {
          const answer = await freshAnswer(domain, options);
          const addresses = answer.addresses.map(({ input }) => input);
          return { answer, others: askOthers === null ? null : await askOthers(addresses) };
        }),
      );
      await out(render(answers, given));
      return 0;
    } finally {
      await secondOpinions.close();
      await outside.close();
      store.close();
    }
  },
};

interface LookupResult {
  readonly answer: DomainAnswer;
  /** Other services' opinions on its addresses; null if they were not asked. */
  readonly others: readonly SecondOpinion[] | null;
}

/** `--json` prints one document: the only look-up, or an array of several. */
function render(answers: readonly LookupResult[], { options }: Arguments): string {
  const documents = answers.map(({ answer, others }) =>
    others === null ? domainAnswerJson(answer) : { ...domainAnswerJson(answer), secondOpinions: others },
  );
  if (options.ndjson === true) return documents.map((document) => `${JSON.stringify(document)}\n`).join('');
  if (options.json === true)
    return `${JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2)}\n`;
  return `${answers.map(describe).join('\n\n')}\n`;
}

function describe({ answer, others }: LookupResult): string {
  const lines = (others ?? []).map((opinion) => `  ${describeSecondOpinion(opinion)}`);
  return [describeLookup(answer), ...lines].join('\n');
}

/**
 * Reads domains as the site and the bot do: addresses, handles and several domains in one text.
 *
 * @throws {UsageError} if there is no domain
 */
export function domainsOf(
  text: string,
  hint: (words: string) => string | null = () => null,
): readonly Domain[] {
  const search = readSearch(text);
  const named = search.kind === 'domain' ? [search.domain] : search.kind === 'several' ? search.domains : [];
  const domains = named.map(parseDomain).flatMap((read) => (read.ok ? [read.domain] : []));
  if (domains.length > 0 && domains.length === named.length) return domains;
  const parsed = parseDomain(text);
  if (parsed.ok) return [parsed.domain];
  const name = search.kind === 'words' ? hint(search.words) : null;
  throw new UsageError(
    `DOMAIN: expected a domain such as mastodon.social, got ${quote(text)}, which is ${name ?? parsed.problem}`,
  );
}

/** What a text is instead of a domain: the name of a company or country of the latest scan, or almost one. */
function nameHint(words: string, network: Network, config: Config): string | null {
  // Without a database there is no name to find, and a mistake must not make one.
  if (!hasDatabase(config)) return null;
  const store = openStoreToRead(config);
  try {
    const { exact, similar } = createNameFinder(store)(words, network);
    const tell = (name: string) => `\`npm run -s whohosts -- reply ${quote(name)}\` tells how much is there`;
    if (exact !== null)
      return `the name of a ${exact.role === 'country' ? 'country' : 'company'}: ${tell(exact.name)}`;
    const [first] = similar;
    return first === undefined ? null : `no name; if ${quote(first.name)} is meant, ${tell(first.name)}`;
  } finally {
    store.close();
  }
}

/** @throws {UsageError} when `--network` names none. */
export function networkOption(given: Arguments): Network | null {
  const name = textOption(given, 'network');
  if (name === null || isNetwork(name)) return name;
  throw new UsageError(`--network: expected one of ${NETWORKS.join(', ')}, got ${quote(name)}`);
}
