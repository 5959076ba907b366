import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildReport } from '../../../src/report/report.ts';
import { coverage } from '../../../src/site/sections/headline.ts';
import { domains, finding, scan } from '../../kit/findings.ts';
import { modelInput } from '../../report/model-fediverse.ts';
import { type ModelSite, openModelSite } from '../model-site.ts';
import { attribute, readPage, textOf } from '../pages.ts';

let site: ModelSite;
let files: ReadonlyMap<string, Buffer>;

/** In the second week a third of the servers moved, and one hoster passed the other. */
beforeAll(async () => {
  site = openModelSite({
    fill(store) {
      for (const week of [0, 1]) {
        const findings = domains(30).map((name, index) =>
          finding(name, { hoster: index < 10 + 10 * week ? 'big' : 'small' }),
        );
        scan(store, findings, { week });
      }
    },
  });
  await site.write();
  files = await site.files();
});
afterAll(() => site.discard());

const NEWS = 'The big company passes The small company and is now number 1 among the hosts of the fediverse';
const text = (path: string) => files.get(path)?.toString('utf8') ?? '';
const first = (path: string, of: (element: Parameters<typeof attribute>[0]) => boolean) => {
  const found = readPage(text(path)).elements.find(of);
  return found === undefined ? '' : textOf(found);
};

describe('the heading', () => {
  it('is the news of the week, of the front page and of the network’s, with its basis below', () => {
    for (const path of ['index.html', 'networks/fediverse/index.html']) {
      expect(first(path, ({ tagName }) => tagName === 'h1')).toBe(`${NEWS}.`);
      expect(first(path, (element) => attribute(element, 'class') === 'lede')).toMatch(
        /^The big company hosts 20 of the 30 servers that answered\. We asked all 30 servers on a list, on .*; all answered\./,
      );
    }
  });

  it('is the same in the chart, the feed and the week’s own page; a week made later has its counts', () => {
    const chart = JSON.parse(text('networks/fediverse/chart-bars.json'));
    expect(chart.options.plugins.title.text.join(' ')).toBe(NEWS);
    const [latest, before] = text('feed.atom').match(/<title>[^<]*\(week/g) ?? [];
    expect(latest).toBe(`<title>${NEWS} (week`);
    expect(before).toBe('<title>One company hosts 67% of the fediverse’s servers (week');
    const weeks = [...files.keys()].filter((path) => /^reports\/[^/]+\/index\.html$/.test(path)).sort();
    expect(weeks).toHaveLength(2);
    expect(first(weeks[1] ?? '', ({ tagName }) => tagName === 'h2')).toBe(`${NEWS}.`);
  });
});

describe('the line below it', () => {
  it('says of a random sample that it is one, and how sure it is; of a part that was not drawn it says nothing of the kind', () => {
    const asked = (known: Parameters<typeof modelInput>[0]) => coverage(buildReport(modelInput(known)));
    expect(asked({ seed: 's', population: 12_098 })).toBe(
      'We asked 400 random servers of the 12,098 on nodes.fediverse.party, on 17 Nov 2026; 347 answered, 53 did not. The margin of error of shares of servers is at most ±6 points.',
    );
    expect(asked({ population: 12_098 })).toBe(
      'We asked 400 servers of the 12,098 on nodes.fediverse.party, on 17 Nov 2026; 347 answered, 53 did not.',
    );
    expect(asked({})).toMatch(/^We asked all 400 servers on nodes.fediverse.party, .* did not\.$/);
  });
});
