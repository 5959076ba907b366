/**
 * Time between two looks at what is due, in milliseconds. Thousands of waits run at the same time and most
 * are called off: a system timer for each would cost more than the queries that they guard.
 */
const TICK_MS = 20;
/** A longer time between two ticks is a standstill of our event loop, in milliseconds. */
const STANDSTILL_MS = 300;
/** A power of two: with the ticks some 10 s, as long as most waits. Longer ones go round again. */
const SLOTS = 512;

/** What an {@link Alarm} wakes. */
export interface Sleeper {
  /** Called once at the end of a wait that was not called off. */
  wake(): void;
}

/**
 * A wait that may be started again and called off at no cost. It ends after its time and one more round of
 * input, so that what has already arrived is read first where our own busy event loop made us late. Time in
 * which the event loop stood still (the disk, another process on our core) does not count: no server is
 * called dead because we were slow.
 */
export class Alarm {
  #sleeper: Sleeper;
  /** In milliseconds of the clock that leaves out standstills. */
  #due = 0;
  /** Neighbours in the list of its slot, which holds a ring's head; null while it does not wait. */
  #previous: Alarm | null = null;
  #next: Alarm | null = null;

  constructor(sleeper: Sleeper) {
    this.#sleeper = sleeper;
  }

  start(ms: number): void {
    if (this.#previous === null) hold();
    else this.#unlink();
    this.#due = performance.now() - lost + ms;
    this.#link();
  }

  stop(): void {
    if (this.#previous === null) return;
    this.#unlink();
    release();
  }

  #link(): void {
    const slot = Math.floor(this.#due / TICK_MS) & (SLOTS - 1);
    slots[slot] ??= Alarm.#head();
    const head = slots[slot];
    const last = head.#previous ?? head;
    this.#previous = last;
    this.#next = head;
    last.#next = this;
    head.#previous = this;
  }

  #unlink(): void {
    if (this.#previous !== null) this.#previous.#next = this.#next;
    if (this.#next !== null) this.#next.#previous = this.#previous;
    this.#previous = null;
    this.#next = null;
  }

  static #head(): Alarm {
    const head = new Alarm({ wake: () => undefined });
    head.#previous = head;
    head.#next = head;
    return head;
  }

  /** Those of a slot that are due at a moment, in the order in which they were started. */
  static collect(slot: number, now: number, due: Alarm[]): void {
    const head = slots[slot];
    if (head === undefined) return;
    for (let each = head.#next; each !== null && each !== head; each = each.#next) {
      if (each.#due <= now) due.push(each);
    }
  }

  /** Ends the wait, unless it was called off or started again since it was found due. */
  ring(now: number): void {
    if (this.#previous === null || this.#due > now) return;
    this.stop();
    this.#sleeper.wake();
  }
}

/**
 * Calls back after `ms` milliseconds, as {@link Alarm} does. Returns the function that cancels it.
 */
export function afterInput(ms: number, callback: () => void): () => void {
  const alarm = new Alarm({ wake: callback });
  alarm.start(ms);
  return () => alarm.stop();
}

const slots: Alarm[] = [];
let waiting = 0;
let ticking: NodeJS.Timeout | undefined;
let tickedAt = 0;
/** Up to which moment all that were due have been woken. */
let wokenUpTo = 0;
/** Total time in which our event loop stood still while a wait ran, in milliseconds. */
let lost = 0;

function hold(): void {
  if (waiting++ > 0) return;
  tickedAt = performance.now();
  wokenUpTo = tickedAt - lost;
  ticking ??= setTimeout(tick, TICK_MS);
}

function release(): void {
  if (--waiting > 0) return;
  clearTimeout(ticking);
  ticking = undefined;
}

function tick(): void {
  const now = performance.now();
  const gap = now - tickedAt;
  if (gap > STANDSTILL_MS) lost += gap - TICK_MS;
  tickedAt = now;
  setImmediate(wakeDue, now - lost);
  ticking = setTimeout(tick, TICK_MS);
}

function wakeDue(now: number): void {
  const first = Math.floor(wokenUpTo / TICK_MS);
  const last = Math.min(Math.floor(now / TICK_MS), first + SLOTS - 1);
  const due: Alarm[] = [];
  for (let slot = first; slot <= last; slot++) Alarm.collect(slot & (SLOTS - 1), now, due);
  wokenUpTo = now;
  for (const alarm of due) alarm.ring(now);
}
