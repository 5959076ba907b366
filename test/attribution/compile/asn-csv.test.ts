import { describe, expect, it } from 'vitest';
import { createAsRegister, readAsnCsv } from '../../../src/attribution/compile/asn-csv.ts';

function read(csv: string, words: 1 | 4 = 1) {
  const register = createAsRegister();
  const list = readAsnCsv(Buffer.from(csv), words, register);
  const rows = Array.from({ length: list.count }, (_, row) => [
    [...list.starts.subarray(row * words, (row + 1) * words)].map((part) => part.toString(16)).join(' '),
    register.asns[list.values[row] ?? 0],
  ]);
  return { rows, names: register.names.slice(1) };
}

describe('readAsnCsv', () => {
  it('leaves gaps unknown and joins neighbours', () => {
    expect(
      read('1.0.0.0,1.0.0.255,13335,A\n1.0.1.0,1.0.1.255,64500,B\n1.0.4.0,1.0.4.0,64500,B\n').rows,
    ).toEqual([
      ['0', 0],
      ['1000000', 13335],
      ['1000100', 64500],
      ['1000200', 0],
      ['1000400', 64500],
      ['1000401', 0],
    ]);
  });

  it('reads names with commas, quotes, other alphabets, CR and without a last line break', () => {
    const csv =
      '1.0.0.0,1.0.0.0,1,"Cloudflare, Inc."\r\n1.0.0.1,1.0.0.1,2,"LLC ""SPUTNIK"""\n1.0.0.2,1.0.0.2,3,Internetové připojení\n1.0.0.3,1.0.0.3,4,';
    expect(read(csv).names).toEqual(['Cloudflare, Inc.', 'LLC "SPUTNIK"', 'Internetové připojení', '']);
  });

  it('reads up to the very last address', () => {
    expect(read('255.255.255.0,255.255.255.255,64500,A\n').rows.at(-1)).toEqual(['ffffff00', 64500]);
    const last = 'ffff::,ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,64500,A\n';
    expect(read(last, 4).rows.at(-1)).toEqual(['ffff0000 0 0 0', 64500]);
  });

  it('gives overlapped addresses to the row that begins later', () => {
    expect(read('1.0.0.0,1.0.0.9,1,A\n1.0.0.5,1.0.0.20,2,B\n').rows).toEqual([
      ['0', 0],
      ['1000000', 1],
      ['1000005', 2],
      ['1000015', 0],
    ]);
  });

  it('keeps the first name of an AS, in both families', () => {
    const register = createAsRegister();
    readAsnCsv(Buffer.from('1.0.0.0,1.0.0.9,1,A\n'), 1, register);
    readAsnCsv(Buffer.from('2001:db8::,2001:db8::ffff,1,B\n'), 4, register);
    expect(register).toMatchObject({ asns: [0, 1], names: ['', 'A'] });
  });

  it.each([
    ['text', 'hello\n'],
    ['a page instead of a table', '<!doctype html>\n<title>404</title>\n'],
    ['a bad address', '1.0.0.0,1.0.0.999,1,A\n'],
    ['an address of the other family', '::1,::2,1,A\n'],
    ['no AS number', '1.0.0.0,1.0.0.9,AS1,A\n'],
    ['an AS number beyond 32 bits', '1.0.0.0,1.0.0.9,4294967296,A\n'],
    ['missing columns', '1.0.0.0,1.0.0.9\n1.0.1.0,1.0.1.9,1,A\n'],
    ['a row cut off', '1.0.0.0,1.0.0.9,1,A\n1.0.1.0,1.0'],
  ])('refuses %s and names the line', (_, csv) => {
    expect(() => read(csv)).toThrow(/line [12] is not of the form/);
  });

  it('refuses rows out of order', () => {
    expect(() => read('2.0.0.0,2.0.0.9,1,A\n1.0.0.0,1.0.0.9,2,B\n')).toThrow(/ascending/);
  });
});
