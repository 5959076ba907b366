import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A value that Node reads back from an .env file unchanged without quotes. */
const PLAIN = /^[\w.:/~+=-]+$/;

/**
 * Sets variables in an .env file, and keeps its other lines, comments and order. The file is replaced
 * atomically and readable only by its owner (mode 0600).
 *
 * @throws Error for a value that could not be read back: control characters, backslashes, or all three kinds
 * of quotes
 */
export function setVariables(file: string, values: Readonly<Record<string, string>>): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = before === '' ? [] : before.replace(/\r?\n$/, '').split(/\r?\n/);
  for (const [name, value] of Object.entries(values)) {
    const line = `${name}=${quoted(name, value)}`;
    const isIt = (candidate: string) => new RegExp(`^\\s*(export\\s+)?${name}\\s*=`).test(candidate);
    const at = lines.findIndex(isIt);
    // If a variable is set several times, the last line would win.
    const others = lines.filter((candidate, index) => index === at || !isIt(candidate));
    lines.splice(0, lines.length, ...others);
    if (at === -1) lines.push(line);
    else lines[at] = line;
  }
  const partial = `${file}.${process.pid}.part`;
  writeFileSync(partial, `${lines.join('\n')}\n`, { mode: 0o600 });
  chmodSync(partial, 0o600);
  renameSync(partial, file);
}

function quoted(name: string, value: string): string {
  if (PLAIN.test(value)) return value;
  const quote = ['"', "'", '`'].find((candidate) => !value.includes(candidate));
  if (quote === undefined || /[\p{Cc}\\]/u.test(value)) {
    throw new Error(`the value of ${name} cannot be written to an .env file`);
  }
  return `${quote}${value}${quote}`;
}
