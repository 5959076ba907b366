import type { Writable } from 'node:stream';

/** Standard output for the commands. */
export interface Output {
  /** Resolves when the reader is ready for more; false once the reader is gone or writing failed. */
  readonly write: (text: string) => Promise<boolean>;
  /** Why writing failed; null if all is well. */
  readonly problem: () => string | null;
}

export function openOutput(stream: Writable): Output {
  let open = true;
  let problem: string | null = null;
  const end = (error: NodeJS.ErrnoException): void => {
    open = false;
    // A reader such as `head` may leave early. That ends the output, but is not a failure.
    if (error.code !== 'EPIPE') problem = `standard output cannot be written: ${error.message}`;
  };
  stream.on('error', end);
  return {
    write: (text) =>
      new Promise((resolve) => {
        if (!open) return resolve(false);
        stream.write(text, (error) => {
          if (error) end(error);
          resolve(open);
        });
      }),
    problem: () => problem,
  };
}
