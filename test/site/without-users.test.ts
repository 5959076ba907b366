import { afterAll, beforeAll, expect, it } from 'vitest';
import { NETWORKS } from '../../src/model/network.ts';
import { REPORT_PHRASES } from '../../src/report/language/languages.ts';
import { writeToot } from '../../src/report/post/toot.ts';
import { domains, finding, scan } from '../kit/findings.ts';
import { type ModelSite, openModelSite } from './model-site.ts';
import { readPage, textOf } from './pages.ts';

let site: ModelSite;
let files: ReadonlyMap<string, Buffer>;

/**
 * Two scans of every network in which nobody was asked for users, with somebody behind a CDN, and somebody
 * who moves.
 */
beforeAll(async () => {
  site = openModelSite({
    fill(store) {
      for (const network of NETWORKS) {
        for (const week of [0, 1]) {
          const findings = domains(20, `${network}.example`).map((name, index) =>
            index < 4
              ? finding(name, { network, self: null, front: 'cf', hoster: null })
              : finding(name, {
                  network,
                  self: null,
                  hoster: index < 10 + week ? 'big' : 'small',
                  operator: 'runs',
                }),
          );
          scan(store, findings, { network, week });
        }
      }
    },
  });
  await site.write();
  files = await site.files();
});
afterAll(() => site.discard());

it('no page, picture, text or feed says how many users there are where nobody was asked', () => {
  // Pages that are not about these scans speak of users in general.
  const general = /^(method|admins|others|data|\.well-known)\/|^robots\.txt$/;
  for (const [path, content] of files) {
    if (!/\.(html|txt|atom)$/.test(path) || general.test(path)) continue;
    const text = content.toString('utf8');
    const main = path.endsWith('.html')
      ? readPage(text).elements.find(({ tagName }) => tagName === 'main')
      : undefined;
    const said =
      main === undefined
        ? text
        : `${textOf(main)} ${[...text.matchAll(/(?:alt|aria-label)="([^"]*)"/g)].join()}`;
    expect(said.replaceAll('How many active users there are is not known.', ''), path).not.toMatch(
      /.*\busers?\b.*/i,
    );
  }
  expect(files.get('networks/xmpp/index.html')?.toString('utf8')).toContain('users there are is not known');
});

it('tables and posts leave users out too', () => {
  const rows = (name: string) => (files.get(`data/${name}`)?.toString('utf8') ?? '').trim().split(/\r?\n/);
  for (const name of ['hosters.csv', 'history.csv']) {
    const [head = '', ...body] = rows(name);
    const column = head.split(',').indexOf('active_users');
    expect(column).toBeGreaterThan(0);
    expect(body.length).toBeGreaterThan(8);
    expect(new Set(body.map((row) => row.split(',')[column]))).toEqual(new Set(['']));
  }
  for (const network of NETWORKS) {
    const report = JSON.parse(files.get(`networks/${network}/report.json`)?.toString('utf8') ?? '');
    expect(report.activeUsers).toBe(0);
    for (const language of Object.values(REPORT_PHRASES)) {
      const toot = writeToot(report, { language, limit: 500, charactersPerUrl: 23, pageUrl: null });
      expect(toot).not.toMatch(/user|Konten|comptes|cuentas|ユーザー/);
    }
  }
});
