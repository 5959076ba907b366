/** This month and the previous one, as `YYYY-MM`: an edition appears some days after its month began. */
export function months(now: Date): readonly [string, string] {
  const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
  return [now.toISOString().slice(0, 7), before.toISOString().slice(0, 7)];
}
