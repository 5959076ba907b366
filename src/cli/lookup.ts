import { openAttribution, openDatabase, openOptOuts, openOutside, openSecondOpinions } from '../app.ts';
import { createLook } from '../look/look.ts';
import type { SecondOpinion } from '../look/second-opinion-shape.ts';
import { type Domain, parseDomain } from '../model/domain.ts';
import { isNetwork, NETWORKS, type Network } from '../model/network.ts';
import { type Lookup, lookUp } from '../scan/lookup.ts';
import { quote } from '../servers/list-file.ts';
import { type Arguments, type Command, textOption, UsageError } from './command.ts';
import { describeLookup, lookupJson } from './lookup-output.ts';
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
    const domains = given.positionals.map(domainOf);
    if (domains.length === 0)
      throw new UsageError('DOMAIN: expected at least one domain such as mastodon.social, got nothing');
    const optOuts = openOptOuts();
    for (const domain of domains.filter(optOuts.has))
      say(`${domain}: its admin asked not to be measured; nothing is sent there`);
    const store = openDatabase(config);
    const attributor = await openAttribution(config, say);
    const outside = await openOutside(config);
    const secondOpinions = openSecondOpinions(config, outside);
    try {
      const look = createLook({ network, dns: outside.dns, http: outside.http });
      const options = { network, look, attributor, history: store.history };
      const askOthers = given.options['second-opinion'] === true ? secondOpinions.ask : null;
      const answers = await Promise.all(
        domains.map(async (domain): Promise<Answer> => {
          const found = await lookUp(domain, options);
          const addresses = found.finding.addresses.map(({ input }) => input);
          return { found, others: askOthers === null ? null : await askOthers(addresses) };
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

interface Answer {
  readonly found: Lookup;
  /** What others say of its addresses; null where they were not asked. */
  readonly others: readonly SecondOpinion[] | null;
}

/** `--json` is one document: the one look-up that was asked for, or an array of several. */
function render(answers: readonly Answer[], { options }: Arguments): string {
  const documents = answers.map(({ found, others }) =>
    others === null ? lookupJson(found) : { ...lookupJson(found), secondOpinions: others },
  );
  if (options.ndjson === true) return documents.map((document) => `${JSON.stringify(document)}\n`).join('');
  if (options.json === true)
    return `${JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2)}\n`;
  return `${answers.map(describe).join('\n\n')}\n`;
}

function describe({ found, others }: Answer): string {
  const lines = (others ?? []).map((opinion) => `  ${describeSecondOpinion(opinion)}`);
  return [describeLookup(found), ...lines].join('\n');
}

function domainOf(text: string): Domain {
  const parsed = parseDomain(text);
  if (parsed.ok) return parsed.domain;
  throw new UsageError(
    `DOMAIN: expected a domain such as mastodon.social, got ${quote(text)}, which is ${parsed.problem}`,
  );
}

/** @throws {UsageError} when `--network` names none. */
export function networkOption(given: Arguments): Network | null {
  const name = textOption(given, 'network');
  if (name === null || isNetwork(name)) return name;
  throw new UsageError(`--network: expected one of ${NETWORKS.join(', ')}, got ${quote(name)}`);
}
