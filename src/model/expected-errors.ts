/**
 * All exceptions that carry an expected failure. Other expected failures are returned as values. These few
 * cross many frames that cannot handle them, and `cli/program.ts` turns them into one message and an exit
 * status. Any other exception is a bug.
 */
abstract class ExpectedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/**
 * An invalid option, argument or variable (exit 2). The message names it, what was expected and what was
 * given.
 */
export class UsageError extends ExpectedError {}

/** A folder that the operator configured cannot be created or used (exit 2). */
export class FolderError extends ExpectedError {}

/** The opt-out list cannot be read (exit 2). Nothing is measured without it. */
export class OptOutsError extends ExpectedError {}

/** No resolver can be reached, so nothing can be measured (exit 1). */
export class ResolversError extends ExpectedError {}

/**
 * Downloaded address data that must not replace the installed data. `update-data` reports it and keeps the
 * old data.
 */
export class DataError extends ExpectedError {}

/**
 * Why a database cannot be used.
 *
 * - `unusable`: it cannot be opened or written.
 * - `foreign`: it is not a database, or belongs to another program.
 * - `newer`: a later version of this program wrote it.
 * - `damaged`: SQLite's integrity check finds faults.
 * - `mixed`: the write-ahead log beside it belongs to another database.
 * - `in use`: another process must end first.
 */
export type StoreProblem = 'unusable' | 'foreign' | 'newer' | 'damaged' | 'mixed' | 'in use';

/** A database cannot be opened or backed up (exit 1). The message says what to do. */
export class StoreError extends ExpectedError {
  readonly problem: StoreProblem;

  constructor(problem: StoreProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}
