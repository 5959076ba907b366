import { createTask, schedule } from 'node-cron';

const MINUTE = 60_000;

export interface Schedule {
  readonly cron: string;
  /** IANA name; null for the system's. */
  readonly timeZone: string | null;
}

const zone = ({ timeZone }: Schedule) => (timeZone === null ? {} : { timezone: timeZone });

/**
 * Runs a task at its scheduled times, never two at once. Errors go to `onError` and do not stop the schedule.
 */
export function runAt(
  when: Schedule,
  task: () => Promise<void>,
  onError: (error: unknown) => void,
): { stop(): void } {
  const running = schedule(when.cron, () => task().catch(onError), { noOverlap: true, ...zone(when) });
  return { stop: () => void running.destroy() };
}

/** The last time of a schedule after `since` and not after `now`; null if there is none. */
export function lastTime(when: Schedule, since: Date, now: Date): Date | null {
  const task = createTask(when.cron, () => undefined, zone(when));
  try {
    for (let time = Math.floor(now.getTime() / MINUTE) * MINUTE; time > since.getTime(); time -= MINUTE) {
      if (task.match(new Date(time))) return new Date(time);
    }
    return null;
  } finally {
    void task.destroy();
  }
}

/** The next time of a schedule; null if it has none. */
export function nextTime(when: Schedule): Date | null {
  // node-cron knows the next time only of a started task.
  const task = schedule(when.cron, () => undefined, zone(when));
  try {
    return task.getNextRun();
  } finally {
    void task.destroy();
  }
}
