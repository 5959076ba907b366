/** The result of one check. `warn`: it works, but not as it should. `FAIL`: it does not work. */
export interface Check {
  readonly name: string;
  readonly level: 'ok' | 'warn' | 'FAIL';
  readonly message: string;
  /** What to do about it; null if nothing needs to be done. */
  readonly advice: string | null;
}

export function ok(name: string, message: string): Check {
  return { name, level: 'ok', message, advice: null };
}

export function warn(name: string, message: string, advice: string): Check {
  return { name, level: 'warn', message, advice };
}

export function failed(name: string, message: string, advice: string): Check {
  return { name, level: 'FAIL', message, advice };
}

export function describeCheck({ name, level, message, advice }: Check): string {
  return `${level.padEnd(4)}  ${name}: ${message}${advice === null ? '' : `\n      -> ${advice}`}`;
}

/** Whole days between two moments. */
export function daysBetween(earlier: Date, later: Date): number {
  return Math.floor((later.getTime() - earlier.getTime()) / 86_400_000);
}

/** `3.2 GB`. */
export function bytesText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.floor(bytes / 1e6)} MB`;
}
