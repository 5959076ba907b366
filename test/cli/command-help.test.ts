import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMAND_HELP } from '../../src/cli/command-help.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { main } from '../../src/cli/program.ts';

const sections = readFileSync('docs/commands.md', 'utf8').split(/^## /m).slice(1);

describe.each(Object.keys(COMMANDS))('%s --help', (name) => {
  it('explains every option as docs/commands.md does, and gives an example', async () => {
    const section = sections.find((text) => text.startsWith(`${name}\n`)) ?? '';
    const rows = [...section.matchAll(/^\| `--([\w-]+)([^`]*)` \| (.*) \|$/gm)];
    const documented = rows.map(([, option = '', value = '', meaning = '']) => [
      option,
      { value: value.trim().replaceAll('\\|', '|'), meaning },
    ]);
    const help = COMMAND_HELP[name];
    expect(help?.options).toEqual(Object.fromEntries(documented));
    const command = await COMMANDS[name]?.load();
    expect(Object.keys(help?.options ?? {}).sort()).toEqual(Object.keys(command?.options ?? {}).sort());
    expect(help?.example).toMatch(new RegExp(`whohosts ${name}\\b|npm start`));
  });
});

it('help is printed with what it says, in lines that fit', async () => {
  const written: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = ((text: string, ...rest: unknown[]) => {
    written.push(text);
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  }) as typeof write;
  const status = await main(['scan', '--help']).finally(() => {
    process.stdout.write = write;
  });
  const text = written.join('');
  expect(status).toBe(0);
  expect(text).toMatch(/^ {2}--sample N {3,}look at a random sample of N servers$/m);
  expect(text).toMatch(/\nexample:\n {2}whohosts scan fediverse --sample 1000 --seed any-word\n$/);
  for (const line of text.split('\n').slice(1)) expect(line.length, line).toBeLessThanOrEqual(100);
});
