import { createQueue } from './queue.ts';

/** Lets work start: so many at once, so many messages a second. */
export interface Gate {
  /** Resolves when it is the caller's turn, in the order of asking. */
  enter(): Promise<void>;
  leave(): void;
  /** Lets one more in from now on, for good news that comes before the end, such as a connection that stands. */
  grow(): void;
  /** Takes a message off the rate without waiting, for retries: those who have not begun yet wait instead. */
  spend(): void;
  /** Lets everybody through. */
  open(): void;
}

/**
 * How many start at first; each that goes well lets one more in, as TCP's slow start does (RFC 5681, 3.1). Thousands at once
 * out of nothing overflow the buffers of a machine that would keep up with the same number in flight.
 */
const FIRST_WINDOW = 100;
/**
 * How many start in one turn of the event loop, and after how long a turn, in milliseconds, nobody does: a machine that does
 * not keep up finishes first what it has begun. What arrives is read soon then, and nobody is called dead for our slowness.
 */
const PER_TURN = 20;
const LONG_TURN_MS = 100;
/** In however long turns, so many go on. */
const ALWAYS = 10;
/** How much of the rate may be saved up, in milliseconds. */
const BURST_MS = 50;

/** `perSecond`: messages a second, 0 for no limit. */
export function createGate({ concurrency, perSecond }: { concurrency: number; perSecond: number }): Gate {
  const waiting = createQueue<() => void>();
  const interval = perSecond > 0 ? 1000 / perSecond : 0;
  let active = 0;
  let window = Math.min(FIRST_WINDOW, concurrency);
  let isOpen = false;
  /** When the rate will have paid for all that was sent, in milliseconds of the monotonic clock. */
  let paidAt = 0;
  let timer: NodeJS.Timeout | null = null;
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
      startedInTurn = PER_TURN;
      return measureTurn();
    }
    startedInTurn = 0;
    pump();
  };
  const pump = () => {
    while (waiting.length > 0 && (isOpen || (active < window && startedInTurn < PER_TURN))) {
      const debt = paidAt - performance.now();
      if (debt > 0 && !isOpen) {
        timer ??= setTimeout(wake, Math.ceil(debt));
        return;
      }
      if (interval > 0) spend();
      if (startedInTurn++ === 0) measureTurn();
      active++;
      waiting.shift()?.();
    }
  };

  const grow = () => {
    window = Math.min(window + 1, concurrency);
  };

  return {
    enter() {
      return new Promise((resolve) => {
        waiting.push(resolve);
        pump();
      });
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
