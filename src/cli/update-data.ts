import { updateAddressData } from '../jobs/update-address-data.ts';
import { quote } from '../lists/list-file.ts';
import { UsageError } from '../model/expected-errors.ts';
import type { UpdateSource } from '../update/source.ts';
import { allSources } from '../update/sources/registry.ts';
import type { SourceResult } from '../update/update.ts';
import { type Arguments, type Command, refuseArguments, textOptions } from './command.ts';

export const updateDataCommand: Command = {
  synopsis: '[--only SOURCE]... [--json]',
  options: { only: { type: 'string', multiple: true }, json: { type: 'boolean' } },
  run: async (given, { config, out, say, signal }) => {
    refuseArguments(given);
    const result = await updateAddressData({ config, say, signal, sources: sourcesOf(given) });
    if (!result.ok) {
      say(result.problem);
      return 1;
    }
    if (given.options.json === true) await out(`${JSON.stringify(result.sources, null, 2)}\n`);
    else await out(result.sources.map((source) => `${describe(source)}\n`).join(''));
    if (result.sources.some(({ outcome }) => outcome === 'updated')) {
      say('A bot that runs uses the new data after its next start.');
    }
    return result.sources.some(({ outcome }) => outcome !== 'failed') ? 0 : 1;
  },
};

/** @throws {UsageError} if `--only` does not name a source */
function sourcesOf(given: Arguments): readonly UpdateSource[] {
  const all = allSources();
  const wanted = textOptions(given, 'only');
  if (wanted.length === 0) return all;
  return [...new Set(wanted)].map((name) => {
    const source = all.find(({ id }) => id === name);
    if (source !== undefined) return source;
    throw new UsageError(`--only: expected one of ${all.map(({ id }) => id).join(', ')}, got ${quote(name)}`);
  });
}

function describe({ title, outcome, date, problem }: SourceResult): string {
  if (outcome === 'updated') return `${title}: data of ${date}`;
  if (outcome === 'unchanged') return `${title}: nothing new, data of ${date}`;
  return `${title}: FAILED: ${problem}; ${date === null ? 'the installed data stays' : `the data of ${date} stays`} in use`;
}
