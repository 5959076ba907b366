/** A full disk, a folder that may not be written: nothing that a stack would explain. Null for all else, which is a bug. */
export function deniedBySystem(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return null;
  if ('syscall' in error) return error.message;
  return /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY)/.test(error.code)
    ? `the database: ${error.message}`
    : null;
}
