/** What the child and those that judge what it left agree on. */
export const KEYS = 60;
export const PAGES = 60;
export const DAY_MS = 86_400_000;
