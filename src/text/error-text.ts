export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The message with the stack trace, for logs. */
export function errorStack(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
