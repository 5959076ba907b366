/**
 * Finished markup. Only {@link html} and {@link trusted} make it, so that a plain string can never pass for
 * markup.
 */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand in a template: text is escaped, nothing is left out, lists are joined. */
export type Content = string | number | Html | null | undefined | false | readonly Content[];

/**
 * A template of HTML, SVG or XML that escapes whatever is put into it. Attributes must be quoted in the
 * template: escaping covers both kinds of quotes, but not the lack of them. Indentation of the template is
 * dropped.
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const parts = tidied(strings);
  let markup = parts[0] ?? '';
  for (const [index, content] of contents.entries()) markup += render(content) + (parts[index + 1] ?? '');
  return new Html(markup);
}

/** Markup from our own files, such as a picture drawn beforehand. Never for anything from outside. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

export function join(parts: readonly Content[], separator: string): Content {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}

function render(content: Content): string {
  if (content instanceof Html) return content.markup;
  if (typeof content === 'string') return escapeMarkup(content);
  if (typeof content === 'number') return String(content);
  if (content === null || content === undefined || content === false) return '';
  return content.map(render).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text for an element's content or a quoted attribute, in HTML and XML alike. Controls, which neither HTML
 * nor XML 1.0 has a place for, and lone surrogates become the replacement character.
 */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])[\p{Cc}\p{Noncharacter_Code_Point}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

const templates = new WeakMap<TemplateStringsArray, readonly string[]>();

function tidied(strings: TemplateStringsArray): readonly string[] {
  const known = templates.get(strings);
  if (known !== undefined) return known;
  const parts = strings.map((part) => part.replace(/\n\s+/g, '\n'));
  templates.set(strings, parts);
  return parts;
}
