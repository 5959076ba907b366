import { openAttributor } from '../attribution/attributor.ts';
import { makeFolder } from '../jobs/folder.ts';
import type { Attribution } from '../model/attribution.ts';
import { UsageError } from '../model/expected-errors.ts';
import { describeAttribution } from './attribution-text.ts';
import type { Command } from './command.ts';
import { readLines } from './read-lines.ts';

/**
 * Characters of a line that are kept. A longer line cannot be an address, and its answer INVALID need not
 * show all of it.
 */
const LONGEST_SHOWN = 200;

/** One answer per line, in the order of the input. Empty lines count. */
export const attribute: Command = {
  synopsis: '[--ndjson] < ADDRESSES',
  options: { ndjson: { type: 'boolean' }, json: { type: 'boolean' } },
  run: async ({ positionals, options }, { config, stdin, out, say }) => {
    if (positionals.length > 0)
      throw new UsageError(`expected addresses on standard input, a line each, got ${positionals.join(' ')}`);
    makeFolder('DATA_DIR', config.dataDir);
    const attributor = await openAttributor({ dataDir: config.dataDir, onProgress: say });
    const asJson = options.ndjson === true;
    const asDocument = options.json === true;
    const render = (answer: Attribution): string =>
      `${asJson ? JSON.stringify(answer) : describeAttribution(answer)}\n`;
    const all: Attribution[] = [];
    for await (const lines of readLines(stdin, LONGEST_SHOWN)) {
      const answers = lines.map((line) => attributor.attribute(line.trim()));
      if (asDocument) all.push(...answers);
      else if (!(await out(answers.map(render).join('')))) return 0;
    }
    if (asDocument) await out(`${JSON.stringify(all, null, 2)}\n`);
    return 0;
  },
};
