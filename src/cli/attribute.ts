import { createInterface } from 'node:readline';
import { openAttributor } from '../attribution/attributor.ts';
import type { Attribution } from '../model/attribution.ts';
import { describeAttribution } from './attribution-text.ts';
import type { Command } from './command.ts';

/** So many answers go out in one write: a system call a line would cost more than the answer. */
const BATCH = 500;
/** A line longer than any address in any notation is answered INVALID without being kept whole. */
const LONGEST_SHOWN = 200;

/** One answer a line, in the order of the input; an empty line is a line too. */
export const attribute: Command = {
  synopsis: '[--ndjson] < ADDRESSES',
  options: { ndjson: { type: 'boolean' }, json: { type: 'boolean' } },
  run: async ({ options }, { config, stdin, out, say }) => {
    const attributor = await openAttributor({ dataDir: config.dataDir, onProgress: say });
    const asJson = options.ndjson === true;
    const asDocument = options.json === true;
    const render = (answer: Attribution): string =>
      `${asJson ? JSON.stringify(answer) : describeAttribution(answer)}\n`;
    const all: Attribution[] = [];
    let batch: string[] = [];
    const flush = async (): Promise<boolean> => {
      const text = batch.join('');
      batch = [];
      return text === '' || (await out(text));
    };
    for await (const line of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      const answer = attributor.attribute(line.trim().slice(0, LONGEST_SHOWN));
      if (asDocument) all.push(answer);
      else batch.push(render(answer));
      if (batch.length >= BATCH && !(await flush())) return 0;
    }
    if (asDocument) await out(`${JSON.stringify(all, null, 2)}\n`);
    else await flush();
    return 0;
  },
};
