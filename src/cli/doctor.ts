import { join } from 'node:path';
import { askToken } from '../bot/mastodon/token.ts';
import type { Config } from '../config.ts';
import { resolversOf } from '../jobs/app.ts';
import { openHome } from '../jobs/home-server.ts';
import { createLog } from '../jobs/log.ts';
import { userAgent } from '../jobs/user-agent.ts';
import { type Command, refuseArguments } from './command.ts';
import { type Check, describeCheck, warn } from './doctor/check.ts';
import { checkAccount, checkClock } from './doctor/check-account.ts';
import { checkAddressData, checkTables } from './doctor/check-data.ts';
import { checkDatabase } from './doctor/check-database.ts';
import { checkDisk } from './doctor/check-disk.ts';
import { checkDns } from './doctor/check-dns.ts';
import { checkQuickChart } from './doctor/check-quickchart.ts';
import { checkNode, checkSetup } from './doctor/check-setup.ts';

export const doctor: Command = {
  synopsis: '[--json]',
  options: { json: { type: 'boolean' } },
  run: async (given, { config, out }) => {
    refuseArguments(given);
    const checks = await examine(config, new Date());
    if (given.options.json === true) await out(`${JSON.stringify(checks, null, 2)}\n`);
    else await out(checks.map((check) => `${describeCheck(check)}\n`).join(''));
    return checks.some(({ level }) => level === 'FAIL') ? 1 : 0;
  },
};

async function examine(config: Config, now: Date): Promise<readonly Check[]> {
  const disk = checkDisk(config.dataDir);
  const [dns, tables, quickChart, account] = await Promise.all([
    checkDns(resolversOf(config)),
    checkTables(new URL('../../data/', import.meta.url)),
    checkQuickChart(config),
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
    ...quickChart,
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
    const { scopes, date } = await askToken(config.account, userAgent(config));
    const clock = checkClock(date, new Date());
    return [...(await checkAccount(home.server, config.account.url, scopes)), clock];
  } finally {
    await home.close();
  }
}
