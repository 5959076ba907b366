import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ReadList, readList } from '../../src/lists/list-file.ts';
import { countByProblem } from '../../src/lists/server-list.ts';
import type { Network } from '../../src/model/network.ts';

const read = (text: string | Uint8Array, network?: Network): ReadList =>
  readList(typeof text === 'string' ? new TextEncoder().encode(text) : text, 'list', network);

/** The parsed domains of a list, and its junk as `line: problem`. */
function summary(text: string | Uint8Array, network?: Network) {
  const list = read(text, network);
  if (!list.ok) return { refused: list.problem };
  return {
    domains: list.list.domains,
    junk: list.list.junk.map(({ line, problem }) => `${line}: ${problem}`),
  };
}

function utf16(text: string, isBigEndian: boolean): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

const AB = ['a.example', 'b.example'];

describe('common formats of lists', () => {
  it.each<[what: string, text: string | Uint8Array, domains: readonly string[], junk?: readonly string[]]>([
    ['Mastodon peers', '["a.example","b.example"]', AB],
    ['peers over several lines', '[\n  "a.example",\n  "b.example"\n]\n', AB],
    ['GoToSocial peers', '[{"domain":"a.example"},{"domain":"b.example","suspended_at":"2022"}]', AB],
    [
      'Mastodon domain blocks',
      '[{"domain":"a.example","digest":"0","severity":"suspend"},{"domain":"b.example"}]',
      AB,
    ],
    [
      'RapidBlock',
      '{"publicKey":"x","publishedAt":"2022","blocks":{"a.example":{"isBlocked":true},"b.example":{}}}',
      AB,
    ],
    [
      'Lemmy federated instances',
      '{"federated_instances":{"linked":[{"id":1,"domain":"a.example"},{"id":2,"domain":"b.example"}],"blocked":[]}}',
      AB,
    ],
    ['Lemmy of old', '{"federated_instances":{"linked":["a.example","b.example"],"allowed":null}}', AB],
    [
      'instances.social',
      '{"instances":[{"name":"a.example","users":5},{"name":"b.example"}],"pagination":{"total":2}}',
      AB,
    ],
    ['a GraphQL answer', '{"data":{"nodes":[{"domain":"a.example"},{"domain":"b.example"}]}}', AB],
    ['JSON with a byte order mark', '\ufeff["a.example","b.example"]', AB],
    [
      'JSON with a bad entry',
      '[\n"a.example",\n7,\n"https://[x",\n"b.example"]',
      AB,
      ['2: empty', '4: a URL'],
    ],
    ['NDJSON', '{"domain":"a.example"}\n{"domain":"b.example"}\n', AB],
    ['NDJSON of names', '"a.example"\n"b.example"\n', AB],
    [
      'NDJSON with a bad line',
      '{"domain":"a.example"}\n{"domain":\n{"domain":"b.example"}',
      AB,
      ['2: not a host name'],
    ],
    [
      "Mastodon's CSV",
      '#domain,#severity,#reject_media\na.example,suspend,FALSE\nb.example,silence,TRUE\n',
      AB,
    ],
    ["Mastodon's CSV of names", '#domain\na.example\nb.example\n', AB],
    [
      'fediblockhole',
      '"domain","severity","public_comment"\n"a.example","suspend","spam, and ""more"""\n"b.example","suspend",""',
      AB,
    ],
    ['sep=;', 'sep=;\ndomain;users\na.example;1\nb.example;2\n', AB],
    ['sep=, without a header', 'sep=,\n1,a.example\n2,b.example\n', AB],
    ['a top list', '1,a.example\n2,b.example\n', AB],
    ['names with a remark', 'a.example, a text\nb.example, another\n', AB],
    ['one name with a remark', 'a.example, a text', ['a.example']],
    ['TSV', 'rank\tdomain\n1\ta.example\n2\tb.example\n', AB],
    ['TSV without a header', '1\ta.example\tx\n2\tb.example\ty\n', AB],
    ['an unnamed header', 'Host,ip\na.example,192.0.2.1\nb.example,192.0.2.2\n', AB, ['1: a single label']],
    ['UTF-16 LE', utf16('a.example\r\nb.example\r\n', false), AB],
    ['UTF-16 BE', utf16('a.example\nb.example\n', true), AB],
    ['UTF-16 CSV', utf16('domain;x\na.example;1\nb.example;2\n', false), AB],
    ['UTF-8 with a byte order mark', '\ufeffa.example\nb.example', AB],
    ['CR alone', 'a.example\rb.example\r', AB],
    ['CR alone in a CSV', 'domain,x\ra.example,1\rb.example,2\r', AB],
    [
      'lemmyverse',
      '[{"baseurl":"a.example","url":"https://a.example","name":"Lemmy A"},{"baseurl":"b.example","name":"B"}]',
      AB,
    ],
    ['XMPP providers', '[{"jid":"a.example","category":"A"},{"jid":"b.example","category":"B"}]', AB],
    ['Misskey', '{"instancesInfos":[{"url":"a.example","name":"A"},{"url":"b.example","name":"B"}]}', AB],
    [
      'FediDB',
      '{"data":[{"id":1,"domain":"a.example"},{"id":2,"domain":"b.example"}],"links":{"next":"x"}}',
      AB,
    ],
    [
      'titles that look like names',
      '[{"name":"Node.js","uri":"https://a.example"},{"uri":"b.example"}]',
      AB,
      undefined,
    ],
    ['JSON with a comma too many', '["a.example","b.example",]', AB],
    ['JSON that breaks off', '["a.example",\n"b.example",\n"c.exa', AB, ['3: a quote that never closes']],
    [
      'JSON whose last object breaks off',
      '[{"domain":"a.example"},{"domain":"b.example"},{"dom',
      AB,
      ['1: not a host name'],
    ],
    ['JSON with comments', '// peers of today\n["a.example", // one\n"b.example"]', AB, ['2: a URL']],
    ['a list of Python', "['a.example', 'b.example']", AB],
    ['objects in a row', '{"domain":"a.example"}{"domain":"b.example"}', AB],
    ['objects over several lines', '{\n "domain": "a.example"\n}\n{\n "domain": "b.example"\n}\n', AB],
    ['YAML', '- a.example\n- b.example\n', AB],
    ['YAML of objects', '- domain: a.example\n- domain: b.example\n', AB],
    ['bullets', '* a.example\n• b.example\n', AB],
    ['numbers', '1. a.example\n2) b.example\n', AB],
    ['quotes of people', '“a.example”\n‘b.example’\n', AB],
    ['a table in Markdown', '| Software | Domain |\n|---|:--|\n| x | a.example |\n| y | b.example |\n', AB],
    ['names on one line', 'a.example, b.example', AB],
    ['names on one line, with spaces', '\n a.example   b.example \n\n', AB],
    ['an ad blocker list with options', '||a.example^$third-party\n||b.example^\n', AB],
    ['URLs with the port of their scheme', 'https://a.example:443/\nhttp://b.example:80\n', AB],
    ['UTF-16 without a mark', Buffer.from('a.example\nb.example\n', 'utf16le'), AB],
    ['comments', '# ours\na.example # the first\n\n! and\nb.example\n', AB],
    ['comments before a CSV', '# exported today\ndomain,x\na.example,1\n# half\nb.example,2\n', AB],
    [
      'a hosts file',
      '# hosts\n127.0.0.1 localhost\n0.0.0.0 a.example\n0.0.0.0\tb.example # bad\n::1 ip6-localhost\n',
      AB,
      ['2: a single label', '5: a single label'],
    ],
    ['an ad blocker list', '! Title: x\n||a.example^\n||b.example^\n', AB],
    ['quoted names', '"a.example"\n"b.example"\n', AB],
    ['whole lines quoted', '"domain,software"\n"a.example,mastodon"\n"b.example,lemmy"\n', AB],
    ['a quote inside a cell', 'domain,note\na.example,5" wide\nb.example,"so ""called"""\n', AB],
    ['a cell that goes on behind its quote', 'domain,note\na.example,"x"y\nb.example,z\n', AB],
    [
      'a quote that never closes',
      'domain,note\na.example,1\n"bad.example,2\nb.example,3\n',
      AB,
      ['3: a quote that never closes'],
    ],
    ['a quote that never closes in a note', 'domain,note\na.example,"1\nb.example,3\n', AB],
    ['rows of different lengths', 'x,domain\n1,a.example\n2\n3,b.example,4,5\n', AB, ['3: an IP address']],
    [
      'a header again in the middle',
      'domain,x\na.example,1\ndomain,x\nb.example,2\n',
      AB,
      ['3: a single label'],
    ],
    ['URLs', 'https://a.example/\nhttp://b.example/about?x=1#y\nhttps://a.example', AB],
    [
      'URLs in a CSV',
      'name,domain\nA,https://a.example/\nB,//b.example/\nB,https://b.example\n',
      AB,
      ['3: a URL'],
    ],
    ['handles', '@admin@a.example\nuser@b.example\nacct:me@b.example\n', AB],
    ['trailing dots and cases', 'A.EXAMPLE.\nb.Example\n', AB],
    ['internationalised names', 'bücher.example\nxn--bcher-kva.example', ['xn--bcher-kva.example']],
    [
      'a list of everything else',
      [
        'a.example',
        'b.example:8443',
        '[B](https://b.example/)',
        '*.b.example',
        'b.*',
        'exa***.example',
        'abcdefghijklmnop.onion',
        '192.0.2.1',
        '[2001:db8::1]',
        '2001:db8::1',
        'https://192.0.2.1/',
        'https://b.example and https://c.example',
        'b.example/about',
        'localhost',
        'two words',
        `${'x'.repeat(100_000)}.example`,
        'b.example',
      ].join('\n'),
      AB,
      [
        '2: a name with a port',
        '3: a Markdown link',
        '4: a wildcard',
        '5: a wildcard',
        '6: an obfuscated name',
        '7: a hidden service',
        '8: an IP address',
        '9: an IP address',
        '10: an IP address',
        '11: a URL',
        '12: a URL',
        '13: a URL',
        '14: a single label',
        '15: not a host name',
        '16: too long',
      ],
    ],
  ])('%s', (_what, text, domains, junk = []) => {
    expect(summary(text)).toEqual({ domains, junk });
  });

  it.each([
    ['gzip', gzipSync('a.example\n'), /compressed \(gzip\): unpack/],
    ['a spreadsheet', Buffer.from('PK\x03\x04\x14\0', 'latin1'), /spreadsheet.*save it as CSV/],
    ['an old spreadsheet', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /spreadsheet: save it as CSV/],
    ['a PDF', '%PDF-1.7\n', /a PDF/],
    ['a web page', '\n<!DOCTYPE html><a href="https://a.example">a</a>', /a web page/],
    ['OPML', '<?xml version="1.0"?><opml/>', /XML/],
    ['binary', 'a.example\0b.example', /binary/],
  ] as const)('are rejected with advice if they are not text: %s', (_what, given, refused) => {
    expect(summary(given)).toEqual({ refused: expect.stringMatching(refused) });
  });

  it('may have ports for Matrix servers, in URLs as well', () => {
    const list = read('https://a.example:8448/\n@me:b.example\nb.example:443\n', 'matrix');
    expect(list).toMatchObject({ ok: true, list: { domains: AB, junk: [], duplicates: 1 } });
    expect(list.ok && [...list.list.ports]).toEqual([['a.example', 8448]]);
  });

  it('are rejected with a request for a header if two columns have domains', () => {
    expect(summary('a.example,mx.a.example\nb.example,mx.b.example\n')).toEqual({
      refused: expect.stringContaining('name'),
    });
  });

  it('count their junk by reason', () => {
    const list = read('a.example\nb.example:1\nc.example:2\n*.d.example\n');
    expect(list.ok && countByProblem(list.list.junk)).toEqual([
      ['a name with a port', 2],
      ['a wildcard', 1],
    ]);
  });

  it('survive one bad row of any kind, in every format', () => {
    const bad = [
      '"',
      '"x',
      'x"y"z',
      '""',
      '{',
      '[',
      '\\',
      ',',
      ';',
      '\t',
      '#',
      '"a","b',
      '\ufffd',
      'x'.repeat(70_000),
    ];
    for (const row of bad) {
      for (const [start, end] of [
        ['a.example\n', '\nb.example\nc.example\n'],
        ['domain,x\na.example,1\n', '\nb.example,2\nc.example,3\n'],
        ['x;domain\n1;a.example\n', '\n2;b.example\n3;c.example\n'],
        ['{"domain":"a.example"}\n', '\n{"domain":"b.example"}\n{"domain":"c.example"}\n'],
      ] as const) {
        const list = read(`${start}${row}${end}`);
        expect(list.ok && list.list.domains, JSON.stringify([start, row.slice(0, 20)])).toEqual([
          ...AB,
          'c.example',
        ]);
      }
    }
  });
});
