/** How often it is looked whether our event loop stood still, in milliseconds, and from when on a gap is a standstill. */
const TICK_MS = 100;
const STANDSTILL_MS = 300;

let waiting = 0;
let ticking: NodeJS.Timeout | undefined;
let tickedAt = 0;
/** All time in which our event loop stood still while somebody waited, in milliseconds. */
let lost = 0;

/**
 * Calls back after so many milliseconds and one more round of input: where our own busy event loop made us late, what has
 * already arrived is read first. Time in which the event loop stood still (the disk, another process on our core) is not
 * counted: nobody is called dead for our slowness. Gives the function that calls it off.
 */
export function afterInput(ms: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;
  let isOver = false;
  const began = performance.now();
  const lostBefore = lost;

  const end = () => {
    clearTimeout(timer);
    clearImmediate(immediate);
    if (!isOver) release();
    isOver = true;
  };
  const wait = (left: number) => {
    timer = setTimeout(() => {
      immediate = setImmediate(() => {
        const missing = ms - (performance.now() - began - (lost - lostBefore));
        if (missing > 1) return wait(missing);
        end();
        callback();
      });
    }, left);
  };

  hold();
  wait(ms);
  return end;
}

function hold(): void {
  if (waiting++ > 0) return;
  tickedAt = performance.now();
  ticking = setInterval(tick, TICK_MS).unref();
}

function release(): void {
  if (--waiting === 0) clearInterval(ticking);
}

function tick(): void {
  const now = performance.now();
  const gap = now - tickedAt;
  if (gap > STANDSTILL_MS) lost += gap - TICK_MS;
  tickedAt = now;
}
