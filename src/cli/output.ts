import type { Writable } from 'node:stream';

/** Standard output, as the commands use it. */
export interface Output {
  /** Resolves when the reader is ready for more; false once nobody reads any longer, or nothing more can be written. */
  readonly write: (text: string) => Promise<boolean>;
  /** Why not everything could be written; null while all is well. */
  readonly problem: () => string | null;
}

export function openOutput(stream: Writable): Output {
  let open = true;
  let problem: string | null = null;
  const end = (error: NodeJS.ErrnoException): void => {
    open = false;
    // A reader such as `head` may leave early: that ends the output, and is no failure.
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
