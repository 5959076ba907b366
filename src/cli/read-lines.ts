/**
 * The lines of a UTF-8 stream, in batches as they arrive. Only LF ends a line, with or without a CR before
 * it, so that each input line gets exactly one answer. The first `longest` characters of each line are kept.
 */
export async function* readLines(
  stream: NodeJS.ReadableStream,
  longest: number,
): AsyncGenerator<readonly string[]> {
  let begun = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const lines = `${begun}${chunk}`.split('\n');
    begun = (lines.pop() ?? '').slice(0, longest + 1);
    if (lines.length > 0) yield lines.map((line) => cut(line, longest));
  }
  if (begun !== '') yield [cut(begun, longest)];
}

function cut(line: string, longest: number): string {
  return line.slice(0, longest).replace(/\r$/, '');
}
