import { openAttribution, openOutside } from '../app.ts';
import { readFronts } from '../attribution/hosters.ts';
import { makeFolder } from '../folder.ts';
import { quote } from '../servers/list-file.ts';
import type { UpdateSource } from '../update/source.ts';
import { allSources } from '../update/sources/registry.ts';
import { type SourceResult, updateData as update } from '../update/update.ts';
import { type Arguments, type Command, textOptions, UsageError } from './command.ts';

export const updateData: Command = {
  synopsis: '[--only SOURCE]... [--json]',
  options: { only: { type: 'string', multiple: true }, json: { type: 'boolean' } },
  run: async (given, { config, out, say, signal }) => {
    if (given.positionals.length > 0)
      throw new UsageError(`expected no arguments, got ${given.positionals.join(' ')}`);
    const sources = sourcesOf(given);
    makeFolder('DATA_DIR', config.dataDir);
    const outside = await openOutside(config);
    // Ends what is under way, which then counts as failed.
    signal.addEventListener('abort', () => void outside.http.close(), { once: true });
    try {
      const result = await update({
        dataDir: config.dataDir,
        http: outside.http,
        sources,
        fronts: readFronts(new URL('../../data/', import.meta.url)),
        onProgress: say,
        signal,
      });
      if (!result.ok) {
        say(result.problem);
        return 1;
      }
      if (given.options.json === true) await out(`${JSON.stringify(result.sources, null, 2)}\n`);
      else await out(result.sources.map((source) => `${describe(source)}\n`).join(''));
      // Here and now, so that the next start need not wait for it.
      if (result.sources.some(({ outcome }) => outcome === 'updated')) {
        await openAttribution(config, say);
        say('A bot that runs uses the new data after its next start.');
      }
      return result.sources.some(({ outcome }) => outcome !== 'failed') ? 0 : 1;
    } finally {
      await outside.close();
    }
  },
};

/** @throws {UsageError} when `--only` names no source. */
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
