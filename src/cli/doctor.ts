import { join } from 'node:path';
import { resolversOf } from '../app.ts';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { type Command, UsageError } from './command.ts';
import { type Check, describeCheck, warn } from './doctor/check.ts';
import { checkAccount, checkClock } from './doctor/check-account.ts';
import { checkAddressData, checkTables } from './doctor/check-data.ts';
import { checkDatabase } from './doctor/check-database.ts';
import { checkDisk } from './doctor/check-disk.ts';
import { checkDns } from './doctor/check-dns.ts';
import { checkNode, checkSetup } from './doctor/check-setup.ts';
import { openHome } from './home-server.ts';
import { askToken } from './token.ts';

export const doctor: Command = {
  synopsis: '[--json]',
  options: { json: { type: 'boolean' } },
  run: async (given, { config, out }) => {
    if (given.positionals.length > 0)
      throw new UsageError(`expected no arguments, got ${given.positionals.join(' ')}`);
    const checks = await examine(config, new Date());
    if (given.options.json === true) await out(`${JSON.stringify(checks, null, 2)}\n`);
    else await out(checks.map((check) => `${describeCheck(check)}\n`).join(''));
    return checks.some(({ level }) => level === 'FAIL') ? 1 : 0;
  },
};

async function examine(config: Config, now: Date): Promise<readonly Check[]> {
  const disk = checkDisk(config.dataDir);
  const [dns, tables, account] = await Promise.all([
    checkDns(resolversOf(config)),
    checkTables(new URL('../../data/', import.meta.url)),
    examineAccount(config),
  ]);
  return [
    checkNode(),
    ...checkSetup(config),
    disk,
    ...checkDatabase(join(config.dataDir, 'whohosts.db'), now),
    ...dns,
    tables,
    ...checkAddressData(config.dataDir, now),
    ...account,
  ];
}

async function examineAccount(config: Config): Promise<readonly Check[]> {
  if (config.account === null) {
    const advice = 'set MASTODON_URL and MASTODON_ACCESS_TOKEN when it is to post';
    return [warn('account', 'none is configured: the bot runs as a preview', advice)];
  }
  const home = openHome(config, createLog('silent'));
  try {
    const { scopes, date } = await askToken(config.account);
    const clock = checkClock(date, new Date());
    return [...(await checkAccount(home.server, config.account.url, scopes)), clock];
  } finally {
    await home.close();
  }
}
