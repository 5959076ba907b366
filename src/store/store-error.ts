/**
 * Why a database cannot be used. `unusable`: it cannot be opened or written; `foreign`: no database, or another program's;
 * `newer`: a later version of this program wrote it; `damaged`: SQLite's own check finds faults.
 */
export type StoreProblem = 'unusable' | 'foreign' | 'newer' | 'damaged';

/** Thrown by opening or backing up a database; the message says what to do and is fit for the operator. */
export class StoreError extends Error {
  readonly problem: StoreProblem;

  constructor(problem: StoreProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.problem = problem;
  }
}
