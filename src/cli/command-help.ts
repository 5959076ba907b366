/** The text of `COMMAND --help` for each option. A test checks that docs/commands.md has the same words. */
export interface CommandHelp {
  readonly example: string;
  readonly options: Readonly<Record<string, OptionHelp>>;
}

export interface OptionHelp {
  /** The placeholder after the option, such as `NAME`; empty for a switch. */
  readonly value: string;
  readonly meaning: string;
}

export const COMMAND_HELP: Readonly<Record<string, CommandHelp>> = {
  scan: {
    example: 'whohosts scan fediverse --sample 1000 --seed any-word',
    options: {
      source: {
        value: 'NAME',
        meaning: 'the list of servers to take; may be given several times, and the lists are united',
      },
      list: {
        value: 'FILE',
        meaning:
          'a list of your own: one domain on each line, a CSV with a column `domain` (or the one column that holds domains), JSON such as the peers of Mastodon and GoToSocial, a list with bullets or in YAML, or a table in Markdown. Bad entries are left out and reported by line and reason',
      },
      software: {
        value: 'NAME',
        meaning:
          'only servers that run this software, as a list of its own: `mastodon`, `misskey`, `pleroma`, `gotosocial`, `lemmy`, `peertube`, `pixelfed` or `wordpress`, each with its forks, or any name in NodeInfo. What a server runs is taken from a column `software` of `--list`, or else from the last scans. `report` shows such a scan; page, posts, replies and `export` go on to speak of the last scan of all servers, where there is one',
      },
      sample: { value: 'N', meaning: 'look at a random sample of N servers' },
      seed: { value: 'TEXT', meaning: 'the seed of the sample, so that anyone can draw it again' },
      limit: {
        value: 'N',
        meaning:
          'look at the first N servers only, as a trial: `report` shows it, nothing is posted of it or compared with it, and page and replies go on to speak of the last whole scan',
      },
      'no-http': { value: '', meaning: 'DNS alone: no NodeInfo, no user counts' },
      json: { value: '', meaning: 'the summary as JSON' },
    },
  },
  lookup: {
    example: 'whohosts lookup mastodon.social --json',
    options: {
      network: { value: 'NETWORK', meaning: 'the network to look in; `fediverse` if not given' },
      'second-opinion': {
        value: '',
        meaning: 'also show what Team Cymru, KeyCDN and, with `RDAP=on`, the registry say of the addresses',
      },
      json: { value: '', meaning: 'one JSON document' },
      ndjson: { value: '', meaning: 'one JSON object on each line' },
    },
  },
  reply: {
    example: 'whohosts reply "who hosts mastodon.social?"',
    options: {
      language: { value: 'L', meaning: 'the language that the mention is tagged with, such as `de`' },
      visibility: {
        value: 'V',
        meaning: 'of the mention: `public` if not given, `unlisted`, `private` or `direct`',
      },
      account: { value: 'USER@HOST', meaning: "the bot's own handle; `whohosts@home.example` if not given" },
      'in-thread': { value: '', meaning: 'the mention answers another post' },
      spoiler: { value: 'TEXT', meaning: 'the content warning of the mention' },
      'no-lookup': {
        value: '',
        meaning: 'read the request only: nothing is looked up, and no answer is written',
      },
      json: { value: '', meaning: 'one JSON document' },
    },
  },
  attribute: {
    example: 'echo 116.203.1.1 | whohosts attribute',
    options: {
      ndjson: { value: '', meaning: 'one JSON object on each line' },
      json: { value: '', meaning: 'one JSON document' },
    },
  },
  report: {
    example: 'whohosts report --network xmpp',
    options: {
      network: { value: 'NETWORK', meaning: 'the network to report on; `fediverse` if not given' },
      out: {
        value: 'DIR',
        meaning: 'also write toot, alt text, chart, all figures and the site to a folder',
      },
      json: { value: '', meaning: 'the report as JSON' },
    },
  },
  post: {
    example: 'whohosts post --dry-run',
    options: {
      'dry-run': { value: '', meaning: 'show what would be posted' },
    },
  },
  run: {
    example: 'npm start -- --scan',
    options: {
      scan: {
        value: '',
        meaning: 'begin a scan of every network at once, as on the first day: `npm start -- --scan`',
      },
    },
  },
  serve: { example: 'SERVE_PORT=8080 whohosts serve', options: {} },
  export: {
    example: 'whohosts export --format csv --out data',
    options: {
      format: { value: 'FORMAT', meaning: '`json` (if not given), `csv` or `parquet`' },
      partitioned: {
        value: '',
        meaning:
          'every week as Parquet in folders by network and week, with the tables defined for DuckDB, Spark, Trino and ClickHouse',
      },
      out: { value: 'DIR', meaning: 'the folder to write to' },
    },
  },
  restore: { example: 'whohosts restore state/backups/whohosts-2026-01-05.db', options: {} },
  login: {
    example: 'whohosts login https://home.example --profile',
    options: {
      token: { value: '', meaning: 'asks for a token that you made yourself' },
      profile: { value: '', meaning: 'also fills in the profile of the account' },
      overwrite: { value: '', meaning: 'with `--profile`: replaces what is there' },
    },
  },
  'update-data': {
    example: 'whohosts update-data',
    options: {
      only: { value: 'SOURCE', meaning: 'one source alone; may be given several times' },
      json: { value: '', meaning: 'the outcome as JSON' },
    },
  },
  status: {
    example: 'whohosts status --json',
    options: {
      json: { value: '', meaning: 'the same as one JSON document' },
    },
  },
  doctor: {
    example: 'whohosts doctor',
    options: {
      json: { value: '', meaning: 'the checks as JSON' },
    },
  },
};
