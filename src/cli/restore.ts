import { join } from 'node:path';
import { openConfiguredStore } from '../jobs/app.ts';
import { makeFolder } from '../jobs/folder.ts';
import { UsageError } from '../model/expected-errors.ts';
import { NETWORKS } from '../model/network.ts';
import { restoreDatabase } from '../store/restore.ts';
import type { Command } from './command.ts';

export const restore: Command = {
  synopsis: 'FILE',
  options: {},
  run: async ({ positionals }, { config, say }) => {
    const [backup, ...more] = positionals;
    if (backup === undefined || more.length > 0) {
      const got = backup === undefined ? 'none' : positionals.join(' ');
      throw new UsageError(
        `expected one backup, such as ${join(config.dataDir, 'backups')}/whohosts-2026-01-05.db, got ${got}`,
      );
    }
    makeFolder('DATA_DIR', config.dataDir);
    const file = join(config.dataDir, 'whohosts.db');
    const aside = restoreDatabase(backup, file, new Date());
    const store = openConfiguredStore(config);
    try {
      const last = NETWORKS.flatMap((network) => {
        const scan = store.scans.latest(network);
        return scan === null ? [] : [`${network} ${scan.finishedAt}`];
      });
      say(`Restored ${backup}. Last scans in it: ${last.length === 0 ? 'none' : last.join(', ')}.`);
    } finally {
      store.close();
    }
    if (aside !== null) say(`The former database is now ${aside}; delete it when all is well.`);
    say('Run `whohosts doctor`, then start the bot.');
    return 0;
  },
};
