/** Places for costly work, shared fairly: no client has more than its part, running or waiting. */
export interface SharedPlaces {
  /**
   * Takes a place, at once or when one comes free; resolves with what gives it back. Null where none came
   * free in time, or where too many wait already.
   */
  take(client: string, patienceMs: number): Promise<(() => void) | null>;
}

interface Waiting {
  readonly client: string;
  readonly call: (giveBack: (() => void) | null) => void;
}

/** Longest queue: a client further behind would get its answer too late. */
const MOST_WAITING = 100;

export function createSharedPlaces(count: number, mostOfClient: number): SharedPlaces {
  let running = 0;
  const runningOf = new Map<string, number>();
  const waiting = new Set<Waiting>();

  const hasPlace = (client: string) => running < count && (runningOf.get(client) ?? 0) < mostOfClient;

  const occupy = (client: string): (() => void) => {
    running += 1;
    runningOf.set(client, (runningOf.get(client) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      running -= 1;
      const left = (runningOf.get(client) ?? 0) - 1;
      if (left === 0) runningOf.delete(client);
      else runningOf.set(client, left);
      callNext();
    };
  };

  /** The longest waiting one whose client has room. */
  const callNext = (): void => {
    for (const next of waiting) {
      if (!hasPlace(next.client)) continue;
      waiting.delete(next);
      next.call(occupy(next.client));
      return;
    }
  };

  return {
    take(client, patienceMs) {
      if (hasPlace(client)) return Promise.resolve(occupy(client));
      const ofClient = [...waiting].filter((each) => each.client === client).length;
      if (waiting.size >= MOST_WAITING || ofClient >= mostOfClient) return Promise.resolve(null);
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(self);
          resolve(null);
        }, patienceMs);
        const self: Waiting = {
          client,
          call: (giveBack) => {
            clearTimeout(timer);
            resolve(giveBack);
          },
        };
        waiting.add(self);
      });
    },
  };
}
