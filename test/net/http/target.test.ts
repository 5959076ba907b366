import { describe, expect, it } from 'vitest';
import { checkUrl } from '../../../src/net/http/target.ts';

const target = (host: string, port: number, path: string) => ({
  ok: true,
  target: { host, port, path, origin: `https://${host}${port === 443 ? '' : `:${port}`}` },
});
const wrong = (what: 'shape' | 'place', detail: string) => ({ ok: false, wrong: what, detail });

describe('checkUrl', () => {
  it.each([
    ['https://a.example', target('a.example', 443, '/')],
    ['https://a.example/', target('a.example', 443, '/')],
    ['https://a.example:443/x', target('a.example', 443, '/x')],
    ['https://a.example:8448/x', target('a.example', 8448, '/x')],
    ['HTTPS://A.Example./x?y=1#z', target('a.example', 443, '/x?y=1')],
    ['https://bücher.example/ü', target('xn--bcher-kva.example', 443, '/%C3%BC')],
    ['https://a.example/a/../b', target('a.example', 443, '/b')],
    ['', wrong('shape', 'not a URL')],
    ['a.example', wrong('shape', 'not a URL')],
    ['//a.example/', wrong('shape', 'not a URL')],
    ['/x', wrong('shape', 'not a URL')],
    ['https://', wrong('shape', 'not a URL')],
    ['https://a.example:99999/', wrong('shape', 'not a URL')],
    ['http://a.example/', wrong('shape', 'not https')],
    ['wss://a.example/', wrong('shape', 'not https')],
    ['javascript:alert(1)', wrong('shape', 'not https')],
    ['https://u@a.example/', wrong('shape', 'credentials in the URL')],
    ['https://u:p@a.example/', wrong('shape', 'credentials in the URL')],
    ['https://:p@a.example/', wrong('shape', 'credentials in the URL')],
    ['https://localhost/', wrong('place', 'the host is a single label')],
    ['https://127.0.0.1/', wrong('place', 'the host is an IP address')],
    ['https://0x7f.1/', wrong('place', 'the host is an IP address')],
    ['https://[::1]/', wrong('place', 'the host is an IP address')],
    ['https://-a.example/', wrong('place', 'the host is not a host name')],
    ['https://a.example:80/', wrong('place', 'port 80')],
    ['https://a.example:0/', wrong('place', 'port 0')],
    ['https://a.example:8449/', wrong('place', 'port 8449')],
  ])('%s', (text, expected) => {
    expect(checkUrl(text)).toEqual(expected);
  });

  it.each([
    ['/y', target('b.example', 8448, '/y')],
    ['y', target('b.example', 8448, '/x/y')],
    ['?q', target('b.example', 8448, '/x/?q')],
    ['', target('b.example', 8448, '/x/')],
    ['//c.example/y', target('c.example', 443, '/y')],
    ['https://c.example:8448/y', target('c.example', 8448, '/y')],
    ['http://c.example/y', wrong('shape', 'not https')],
    ['//127.0.0.1/', wrong('place', 'the host is an IP address')],
    ['//b.example:22/', wrong('place', 'port 22')],
  ])('%s, seen from a page', (text, expected) => {
    expect(checkUrl(text, 'https://b.example:8448/x/')).toEqual(expected);
  });

  it('reads 2048 characters and no more', () => {
    const long = (length: number) => 'https://a.example/'.padEnd(length, 'x');
    expect(checkUrl(long(2048))).toMatchObject({ ok: true });
    expect(checkUrl(long(2049))).toEqual(wrong('shape', 'not a URL'));
  });
});
