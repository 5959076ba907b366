import { describeProgress, drawProgress, type Progress } from '../scan/progress.ts';
import type { Surroundings } from './command.ts';

export interface Reporter {
  readonly update: (progress: Progress) => void;
  /** Shows the last state and stops. May be called twice. */
  readonly end: () => void;
}

const REDRAW_EVERY = 100;
const LINE_EVERY = 10_000;

/** On a terminal a bar that redraws itself; elsewhere, such as in a log, one line every ten seconds. */
export function createReporter({ say, terminal }: Pick<Surroundings, 'say' | 'terminal'>): Reporter {
  let latest: Progress | null = null;
  const show = (): void => {
    if (latest === null) return;
    if (terminal === null) say(describeProgress(latest, Date.now()));
    else terminal.write(`\r\u001b[2K${drawProgress(latest, Date.now(), terminal.columns)}`);
  };
  const timer = setInterval(show, terminal === null ? LINE_EVERY : REDRAW_EVERY);
  let ended = false;
  return {
    update: (progress) => {
      latest = progress;
    },
    end: () => {
      if (ended) return;
      ended = true;
      clearInterval(timer);
      show();
      if (terminal !== null && latest !== null) terminal.write('\n');
    },
  };
}
