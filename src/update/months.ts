/** This month and the one before, as `YYYY-MM`: an edition appears some days into its month. */
export function months(now: Date): readonly [string, string] {
  const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
  return [now.toISOString().slice(0, 7), before.toISOString().slice(0, 7)];
}
