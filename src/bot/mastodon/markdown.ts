/** Not escaped, because the server must recognise them: addresses, handles and hashtags. */
const UNTOUCHED = /https?:\/\/[^\s<>]+|@[\w.-]+(?:@[\p{L}\p{N}.-]+)?|#(?!\w+:\/\/)[\p{L}\p{N}_]+/gu;
/** Characters with a meaning in Markdown or HTML. An underscore within a word has none. */
const SIGNS = /[\\`*[\]<>~|&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** Starts of lines that make a list, a heading or a rule. */
const NUMBER = /^(\s*\d{1,9})([.)])(?=\s|$)/u;
const BULLET = /^(\s*)([-+=]|#{1,6}(?=\s|$))/u;

/**
 * Escapes a plain text so that it reads the same when rendered as Markdown, line breaks included.
 * CommonMark 0.31: 2.4 (backslash escapes), 6.5 (autolinks) and 6.7 (hard line breaks).
 */
export function asMarkdown(text: string): string {
  return text
    .split('\n\n')
    .map((paragraph) => paragraph.split('\n').map(escapedLine).join('\\\n'))
    .join('\n\n');
}

/** A URL that contains such characters is kept whole only between angle brackets. */
function withoutMarkup(word: string): string {
  return word.startsWith('http') && /[\\`*_[\]~&]/u.test(word) ? `<${word}>` : word;
}

function escapedLine(line: string): string {
  let escaped = '';
  let reached = 0;
  for (const { 0: whole, index } of line.matchAll(UNTOUCHED)) {
    escaped += line.slice(reached, index).replace(SIGNS, '\\$&') + withoutMarkup(whole);
    reached = index + whole.length;
  }
  escaped += line.slice(reached).replace(SIGNS, '\\$&');
  return escaped.replace(NUMBER, '$1\\$2').replace(BULLET, '$1\\$2');
}
