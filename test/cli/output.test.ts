import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openOutput } from '../../src/cli/output.ts';

const broken = (code: string) =>
  new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`${code}: told by a test`), { code })),
  });

describe('standard output', () => {
  it('passes on what is written, and is ready for more', async () => {
    const written: string[] = [];
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        written.push(String(chunk));
        done();
      },
    });
    const output = openOutput(stream);
    expect(await output.write('one')).toBe(true);
    expect(await output.write('two')).toBe(true);
    expect(written).toEqual(['one', 'two']);
    expect(output.problem()).toBeNull();
  });

  it('ends without an error if the reader has left', async () => {
    const output = openOutput(broken('EPIPE'));
    expect(await output.write('one')).toBe(false);
    expect(await output.write('two')).toBe(false);
    expect(output.problem()).toBeNull();
  });

  it('reports other errors', async () => {
    const output = openOutput(broken('ENOSPC'));
    expect(await output.write('one')).toBe(false);
    expect(output.problem()).toBe('standard output cannot be written: ENOSPC: told by a test');
  });

  it('on a full disk gets exit 1 and one sentence', async () => {
    const program = fileURLToPath(new URL('../../src/main.js', import.meta.url));
    const child = spawn(process.execPath, [program, 'help'], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    expect(await text(child.stderr as NodeJS.ReadableStream)).toBe(
      'whohosts: standard output cannot be written: ENOSPC: no space left on device, write\n',
    );
    expect(await ended).toBe(1);
  });
});
