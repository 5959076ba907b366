import { describe, expect, it } from 'vitest';
import { readList } from '../../src/lists/list-file.ts';
import { ofSoftware } from '../../src/lists/software.ts';
import type { Domain } from '../../src/model/domain.ts';
import { softwareOfPart } from '../../src/model/scan-part.ts';

const read = (text: string) => {
  const found = readList(Buffer.from(text), 'my list');
  if (!found.ok) throw new Error(found.problem);
  return found.list;
};
const list = read(
  'domain,software\na.example,mastodon\nb.example,Hometown\nc.example,lemmy\nd.example,\ne.example,WriteFreely',
);
const earlier = new Map([
  ['c.example' as Domain, 'mastodon'],
  ['d.example' as Domain, 'mastodon'],
]);
const part = (software: string, known = earlier) => ofSoftware(list, software, known);

describe('the part of a list that runs one software', () => {
  it.each([
    ['mastodon', ['a.example', 'b.example', 'd.example']],
    ['hometown', ['b.example']],
    ['lemmy', ['c.example']],
    ['writefreely', ['e.example']],
    ['peertube', []],
  ])('for %s follows the list, else the server’s last answer', (software, domains) => {
    expect(part(software).list.domains).toEqual(domains);
  });

  it('has a name of its own, and counts servers with unknown software', () => {
    expect(part('lemmy')).toMatchObject({ list: { source: 'my list, lemmy only' }, unknown: 0 });
    expect(part('lemmy', new Map()).unknown).toBe(1);
    expect(softwareOfPart(part('lemmy').list.source)).toBe('lemmy');
  });

  it.each(['my list', 'lemmy only', 'a, b', 'nodes.fediverse.party'])(
    'is not implied by the name %s',
    (source) => {
      expect(softwareOfPart(source)).toBeNull();
    },
  );

  it('follows only earlier scans if the list has no such column', () => {
    const plain = read('domain;country\na.example;DE\nc.example;FR\nx.example;FR');
    expect(plain.software).toBeUndefined();
    const { list: found, unknown } = ofSoftware(plain, 'mastodon', earlier);
    expect([found.domains, unknown]).toEqual([['c.example'], 2]);
  });
});
