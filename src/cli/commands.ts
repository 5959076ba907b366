import type { Command } from './command.ts';

/** Commands are imported when they are called, so that `attribute` does not load the bot's libraries. */
export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  scan: {
    summary: 'measure a network: one scan into the database, resumed if it was interrupted',
    load: async () => (await import('./scan.ts')).scan,
  },
  lookup: {
    summary: 'a fresh look at a domain; nothing is stored',
    load: async () => (await import('./lookup.ts')).lookup,
  },
  reply: {
    summary: 'what the bot would answer to a mention, without an account and without sending it',
    load: async () => (await import('./reply.ts')).reply,
  },
  attribute: {
    summary: 'who hosts each IP address on standard input, without any network',
    load: async () => (await import('./attribute.ts')).attribute,
  },
  report: {
    summary: 'statistics of the last complete scans',
    load: async () => (await import('./report.ts')).report,
  },
  post: {
    summary: 'publish the weekly summary now, once a week at most',
    load: async () => (await import('./post.ts')).post,
  },
  run: {
    summary: 'the bot: scans and posts by schedule, answers mentions',
    load: async () => (await import('./run.ts')).run,
  },
  serve: {
    summary: 'the site and the JSON API alone',
    load: async () => (await import('./serve.ts')).serve,
  },
  export: {
    summary: 'all data as JSON, CSV or Parquet, with documented columns',
    load: async () => (await import('./export.ts')).exportData,
  },
  restore: {
    summary: 'put a backup in the place of the database; what was there is kept',
    load: async () => (await import('./restore.ts')).restore,
  },
  login: {
    summary: 'create or check the access token of the account, and fill in its profile',
    load: async () => (await import('./login.ts')).login,
  },
  'update-data': {
    summary: 'fetch fresh address databases and provider ranges, check them, swap them in',
    load: async () => (await import('./update-data.ts')).updateDataCommand,
  },
  status: {
    summary: 'is all well? last and next scans and posts, outbox, data, disk; exit status 1 when not',
    load: async () => (await import('./status.ts')).status,
  },
  doctor: {
    summary: 'check configuration, disk, database, DNS, address data, account and clock, and say what to do',
    load: async () => (await import('./doctor.ts')).doctor,
  },
};
