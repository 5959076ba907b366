import { createQueue } from './queue.ts';

/** Limits how much work runs at once and how many messages are sent per second. */
export interface Gate {
  /** How many wait for their turn. */
  readonly waiting: number;
  /** Resolves when it is the caller's turn, in the order of asking. */
  enter(): Promise<void>;
  /** The same without a promise, for work that comes by the hundred thousand. */
  admit(job: Job): void;
  leave(): void;
  /**
   * Lets one more in from now on, for good news that comes before the end, such as an established connection.
   */
  grow(): void;
  /** Takes a message off the rate without waiting, for retries: work that has not begun yet waits instead. */
  spend(): void;
  /** Lets all waiting work through. */
  open(): void;
}

export interface Job {
  /** Called when it is its turn; it ends with {@link Gate.leave}. */
  begin(): void;
}

export interface GateOptions {
  readonly concurrency: number;
  /** Messages a second, 0 for no limit. */
  readonly perSecond: number;
  /**
   * Jobs that may start in one turn of the event loop: few where the beginning of one is long work. As many
   * as end in one turn, or fewer run than may.
   */
  readonly perTurn?: number;
}

/**
 * How many start at first; each that goes well lets one more in, as TCP's slow start does (RFC 5681, 3.1).
 * Thousands at once out of nothing overflow the buffers of a machine that would keep up with the same number
 * in flight.
 */
const FIRST_WINDOW = 100;
const PER_TURN = 20;
/**
 * While turns of the event loop take longer than this, in milliseconds, no new job starts. The machine first
 * finishes what it has begun, so that replies are read in time and a server is not called dead because we
 * were slow.
 */
const LONG_TURN_MS = 100;
/** Minimum number of jobs that keep running even while the event loop is slow. */
const ALWAYS = 10;
/** How much of the rate may be saved up, in milliseconds. */
const BURST_MS = 50;

export function createGate({ concurrency, perSecond, perTurn = PER_TURN }: GateOptions): Gate {
  const waiting = createQueue<Job>();
  const interval = perSecond > 0 ? 1000 / perSecond : 0;
  let active = 0;
  let window = Math.min(FIRST_WINDOW, concurrency);
  let isOpen = false;
  /** When the rate will have paid for all that was sent, in milliseconds of the monotonic clock. */
  let paidAt = 0;
  let timer: NodeJS.Timeout | null = null;
  let isPumping = false;
  let startedInTurn = 0;
  let turnBegan = 0;

  const spend = () => {
    paidAt = Math.max(paidAt, performance.now() - BURST_MS) + interval;
  };
  const wake = () => {
    timer = null;
    pump();
  };
  const measureTurn = () => {
    turnBegan = performance.now();
    setImmediate(nextTurn);
  };
  const nextTurn = () => {
    if (performance.now() - turnBegan > LONG_TURN_MS && active >= ALWAYS) {
      startedInTurn = perTurn;
      return measureTurn();
    }
    startedInTurn = 0;
    pump();
  };
  const pump = () => {
    // A job may end as soon as it begins.
    if (isPumping) return;
    isPumping = true;
    admitWaiting();
    isPumping = false;
  };
  const admitWaiting = () => {
    while (waiting.length > 0 && (isOpen || (active < window && startedInTurn < perTurn))) {
      if (interval > 0) {
        const debt = paidAt - performance.now();
        if (debt > 0 && !isOpen) {
          timer ??= setTimeout(wake, Math.ceil(debt));
          return;
        }
        spend();
      }
      if (startedInTurn++ === 0) measureTurn();
      active++;
      waiting.shift()?.begin();
    }
  };

  const grow = () => {
    window = Math.min(window + 1, concurrency);
  };

  return {
    get waiting() {
      return waiting.length;
    },
    enter() {
      return new Promise((resolve) => {
        waiting.push({ begin: resolve });
        pump();
      });
    },
    admit(job) {
      waiting.push(job);
      pump();
    },
    leave() {
      active--;
      grow();
      pump();
    },
    grow() {
      grow();
      pump();
    },
    spend() {
      if (interval > 0) spend();
    },
    open() {
      isOpen = true;
      if (timer !== null) clearTimeout(timer);
      pump();
    },
  };
}
