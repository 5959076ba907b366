/**
 * The system's message if it refused an operation: a full disk, a read-only folder, a locked database. A
 * stack trace does not help with these. Null for any other error, which is a bug.
 */
export function deniedBySystem(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return null;
  if ('syscall' in error) return error.message;
  return /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY)/.test(error.code)
    ? `the database: ${error.message}`
    : null;
}
