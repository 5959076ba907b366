import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, join, trusted } from '../../../src/site/frame/html.ts';
import { HOSTILE_NAMES } from '../../report/hostile-names.ts';
import { attribute, readPage, textOf } from '../pages.ts';

/**
 * What a parser makes of text is what was put in, save what HTML cannot carry: control characters and bare
 * CR.
 */
function carried(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])[\p{Cc}\p{Noncharacter_Code_Point}]/gu, '\ufffd')
    .replace(/\r\n?/g, '\n');
}

function roundTrip(text: string): void {
  const page = html`<!doctype html><html lang="en"><head><title>t</title></head><body><p title="${text}">${text}</p></body></html>`;
  const { elements } = readPage(page.markup);
  expect(elements.map(({ tagName }) => tagName)).toEqual(['html', 'head', 'title', 'body', 'p']);
  const paragraph = elements.find(({ tagName }) => tagName === 'p');
  expect(paragraph === undefined ? '' : textOf(paragraph)).toBe(carried(text));
  expect(paragraph === undefined ? '' : attribute(paragraph, 'title')).toBe(carried(text));
}

describe('html', () => {
  it('carries any text as text, in content and in attributes', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), roundTrip));
    fc.assert(fc.property(fc.stringMatching(/^[<>&"'=/!\-\][a-z ]*$/), roundTrip));
  });

  it.each(HOSTILE_NAMES)('carries %j as text', roundTrip);

  it('leaves out nothing, null, undefined and false, and joins lists', () => {
    expect(html`<p>${null}${undefined}${false}${['a', ['b', 1], html`<b>c</b>`]}</p>`.markup).toBe(
      '<p>ab1<b>c</b></p>',
    );
    expect(html`${join(['a', '&', 'b'], ', ')}`.markup).toBe('a, &amp;, b');
  });

  it('passes markup that is trusted, and only that', () => {
    expect(html`${trusted('<i>x</i>')}${'<i>x</i>'}`.markup).toBe('<i>x</i>&lt;i&gt;x&lt;/i&gt;');
  });

  it('drops the indentation of templates, not of what is put in', () => {
    expect(
      html`<ul>
      <li>${'a\n    b'}</li>
    </ul>`.markup,
    ).toBe('<ul>\n<li>a\n    b</li>\n</ul>');
  });
});
