/** The number of looks that may run at once, adapted to the machine and the network. */
export interface LookPace {
  readonly atOnce: number;
  /** To be called when a look ends. */
  ended(): void;
}

export interface PaceOptions {
  readonly most: number;
  /** Number of queries and connections that wait for their turn within our own limits. */
  readonly waiting: () => number;
}

const FIRST = 500;
/**
 * Minimum number of looks that keep running even while many requests wait: the pace adapts when looks end.
 */
const FEWEST = 50;
/**
 * Waiting requests that are enough to use the limits fully between two turns of the event loop. More would
 * save no time and take memory.
 */
const ENOUGH_WAITING = 100;

/**
 * Adapts the number of looks to how many requests wait. A look that ends is followed by two looks while few
 * wait, and by none while many do. So memory depends on what the network and this machine can do, not on the
 * highest number allowed.
 */
export function createPace({ most, waiting }: PaceOptions): LookPace {
  const fewest = Math.min(FEWEST, most);
  let atOnce = Math.min(FIRST, most);
  return {
    get atOnce() {
      return atOnce;
    },
    ended() {
      const step = waiting() < ENOUGH_WAITING ? 1 : -1;
      atOnce = Math.min(Math.max(atOnce + step, fewest), most);
    },
  };
}

/** Runs the work that `begin` returns until it returns null, with as many at once as the pace allows. */
export function runAtPace(pace: LookPace, begin: () => Promise<void> | null): Promise<void> {
  return new Promise((resolve, reject) => {
    let active = 0;
    const goOn = () => {
      while (active < pace.atOnce) {
        const work = begin();
        if (work === null) break;
        active++;
        work.then(ended).catch(reject);
      }
      if (active === 0) resolve();
    };
    const ended = () => {
      active--;
      pace.ended();
      goOn();
    };
    goOn();
  });
}
