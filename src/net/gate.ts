import { createQueue } from './queue.ts';

/** Lets work start: so many at once, so many messages a second. */
export interface Gate {
  /** Resolves when it is the caller's turn, in the order of asking. */
  enter(): Promise<void>;
  leave(): void;
  /** Takes a message off the rate without waiting, for retries: those who have not begun yet wait instead. */
  spend(): void;
  /** Lets everybody through. */
  open(): void;
}

/**
 * How many start at first; each that ends lets one more in, as TCP's slow start does (RFC 5681, 3.1). Thousands at once
 * out of nothing overflow the buffers of a machine that would keep up with the same number in flight.
 */
const FIRST_WINDOW = 100;
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

  const spend = () => {
    paidAt = Math.max(paidAt, performance.now() - BURST_MS) + interval;
  };
  const wake = () => {
    timer = null;
    pump();
  };
  const pump = () => {
    while (waiting.length > 0 && (isOpen || active < window)) {
      const debt = paidAt - performance.now();
      if (debt > 0 && !isOpen) {
        timer ??= setTimeout(wake, Math.ceil(debt));
        return;
      }
      if (interval > 0) spend();
      active++;
      waiting.shift()?.();
    }
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
      window = Math.min(window + 1, concurrency);
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
