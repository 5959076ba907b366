/** The progress of a scan. Times are milliseconds since the epoch. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly answered: number;
  /** Servers looked at by this run, and its start. The rate does not count the work of earlier runs. */
  readonly doneNow: number;
  readonly startedAt: number;
}

/** Servers per second during this run; 0 before the first second. */
export function rate({ doneNow, startedAt }: Progress, now: number): number {
  const seconds = (now - startedAt) / 1000;
  return seconds < 1 ? 0 : doneNow / seconds;
}

/** One line: `3,120 of 12,098 (26 %), 410/s, 22 s left, 1,204 answered, 1,916 unresolved`. */
export function describeProgress(progress: Progress, now: number): string {
  const { done, total, answered } = progress;
  const perSecond = rate(progress, now);
  const parts = [
    `${number(done)} of ${number(total)} (${total === 0 ? 100 : Math.floor((100 * done) / total)} %)`,
  ];
  if (perSecond > 0) {
    parts.push(`${number(Math.round(perSecond))}/s`);
    if (done < total) parts.push(`${duration((total - done) / perSecond)} left`);
  }
  parts.push(`${number(answered)} answered`, `${number(done - answered)} unresolved`);
  return parts.join(', ');
}

/** The same after a bar, at most as wide as the terminal. */
export function drawProgress(progress: Progress, now: number, columns: number): string {
  const text = describeProgress(progress, now);
  const width = Math.min(30, columns - text.length - 4);
  if (width < 5) return text.slice(0, Math.max(0, columns - 1));
  const full = progress.total === 0 ? width : Math.floor((width * progress.done) / progress.total);
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${text}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
