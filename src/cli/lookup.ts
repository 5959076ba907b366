import { openAttribution, openDatabase, openOutside } from '../app.ts';
import { createLook } from '../look/look.ts';
import { type Domain, parseDomain } from '../model/domain.ts';
import { isNetwork, NETWORKS, type Network } from '../model/network.ts';
import { type Lookup, lookUp } from '../scan/lookup.ts';
import { quote } from '../servers/list-file.ts';
import { type Arguments, type Command, textOption, UsageError } from './command.ts';
import { describeLookup, lookupJson } from './lookup-output.ts';

export const lookup: Command = {
  synopsis: 'DOMAIN... [--network NETWORK] [--json | --ndjson]',
  options: { network: { type: 'string' }, json: { type: 'boolean' }, ndjson: { type: 'boolean' } },
  run: async (given, { config, out, say }) => {
    const network = networkOption(given) ?? 'fediverse';
    const domains = given.positionals.map(domainOf);
    if (domains.length === 0)
      throw new UsageError('DOMAIN: expected at least one domain such as mastodon.social, got nothing');
    const store = openDatabase(config);
    const attributor = await openAttribution(config, say);
    const outside = await openOutside(config);
    try {
      const look = createLook({ network, dns: outside.dns, http: outside.http });
      const options = { network, look, attributor, history: store.history };
      const answers = await Promise.all(domains.map((domain) => lookUp(domain, options)));
      await out(render(answers, given));
      return 0;
    } finally {
      await outside.close();
      store.close();
    }
  },
};

/** `--json` is one document: the one look-up that was asked for, or an array of several. */
function render(answers: readonly Lookup[], { options }: Arguments): string {
  const documents = answers.map(lookupJson);
  if (options.ndjson === true) return documents.map((document) => `${JSON.stringify(document)}\n`).join('');
  if (options.json === true)
    return `${JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2)}\n`;
  return `${answers.map(describeLookup).join('\n\n')}\n`;
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
