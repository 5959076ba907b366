import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

/** A page as a browser reads it, with everything that the HTML standard calls an error. */
export function readPage(markup: string): {
  readonly elements: readonly Element[];
  readonly errors: readonly string[];
} {
  const errors: string[] = [];
  const document = parse(markup, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }) => void errors.push(`${code} in line ${startLine}`),
  });
  const elements: Element[] = [];
  const stack: Node[] = [document];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if ('tagName' in node) elements.push(node);
    if ('childNodes' in node) stack.push(...node.childNodes.toReversed());
  }
  return { elements, errors };
}

export function attribute(element: Element, name: string): string | null {
  return element.attrs.find((attr) => attr.name === name)?.value ?? null;
}

export function textOf(element: Element): string {
  return element.childNodes
    .map((node) => ('value' in node ? node.value : 'tagName' in node ? textOf(node) : ''))
    .join('');
}
