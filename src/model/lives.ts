/** An item is given up once this many processes have ended while working on it: it may be what ends them. */
export const MOST_LIVES = 2;
