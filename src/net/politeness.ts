import { createQueue, type Queue } from './queue.ts';

/** Turns by key: a limit on how many run at once, and a pause between two starts. */
export interface Turns {
  /** Resolves when it is the caller's turn, with the function that ends the turn. */
  take(key: string): Promise<() => void>;
  /** Lets all waiting work through. */
  open(): void;
}

export interface TurnsOptions {
  readonly atOnce: number;
  /** Shortest pause between the beginnings of two turns; up to half as much again is added at random. */
  readonly gapMs: number;
}

interface WaitingLine {
  active: number;
  /** Milliseconds of the monotonic clock. */
  nextAt: number;
  timer: NodeJS.Timeout | undefined;
  readonly waiting: Queue<() => void>;
}

const JITTER = 0.5;

export function createTurns({ atOnce, gapMs }: TurnsOptions): Turns {
  const lines = new Map<string, WaitingLine>();
  let isOpen = false;

  const pump = (key: string, line: WaitingLine) => {
    clearTimeout(line.timer);
    while (line.waiting.length > 0 && (isOpen || line.active < atOnce)) {
      const now = performance.now();
      if (now < line.nextAt && !isOpen) {
        line.timer = setTimeout(pump, Math.ceil(line.nextAt - now), key, line);
        return;
      }
      line.active++;
      line.nextAt = now + gapMs * (1 + JITTER * Math.random());
      line.waiting.shift()?.();
    }
    if (line.active > 0) return;
    // The pause outlives the last turn, and then the line need not be remembered.
    const pause = Math.max(line.nextAt - performance.now(), 0);
    line.timer = setTimeout(forget, pause, key, line).unref();
  };
  const forget = (key: string, line: WaitingLine) => {
    if (line.active === 0 && line.waiting.length === 0) lines.delete(key);
  };

  return {
    take(key) {
      const line = lines.get(key) ?? { active: 0, nextAt: 0, timer: undefined, waiting: createQueue() };
      lines.set(key, line);
      return new Promise((resolve) => {
        line.waiting.push(() => {
          let ended = false;
          resolve(() => {
            if (ended) return;
            ended = true;
            line.active--;
            pump(key, line);
          });
        });
        pump(key, line);
      });
    },
    open() {
      isOpen = true;
      for (const [key, line] of lines) pump(key, line);
    },
  };
}
