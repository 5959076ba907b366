import { resolveAccount } from './handles.ts';
import { type TextEntity, textEntities } from './text.ts';
import type { ModelAccount, World } from './world.ts';

/** The software of a post's author; it decides the HTML that arrives. */
export type AuthorSoftware = 'mastodon' | 'gotosocial' | 'pleroma' | 'misskey' | 'snac';

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function mentionHtml(account: ModelAccount, software: AuthorSoftware, world: World): string {
  const href = escapeHtml(account.url);
  const full = `@${account.username}@${account.domain ?? world.domain}`;
  switch (software) {
    case 'gotosocial':
      return `<span class="h-card"><a href="${href}" class="u-url mention" rel="nofollow noreferrer noopener" target="_blank">@<span>${account.username}</span></a></span>`;
    case 'pleroma':
      return `<span class="h-card"><a class="u-url mention" data-user="${account.id}" href="${href}" rel="ugc">@<span>${account.username}</span></a></span>`;
    case 'misskey':
      return `<a href="${href}" class="u-url mention">${full}</a>`;
    case 'snac':
      return `<span class="h-card"><a href="${href}" class="u-url mention">${full}</a></span>`;
    default:
      return `<span class="h-card" translate="no"><a href="${href}" class="u-url mention">@<span>${account.username}</span></a></span>`;
  }
}

/** Visible text of a link is cut at 30 characters; the rest stays in the markup, invisible. */
function linkHtml(url: string, software: AuthorSoftware): string {
  const href = escapeHtml(url);
  if (software === 'gotosocial') {
    return `<a href="${href}" rel="nofollow noreferrer noopener" target="_blank">${href}</a>`;
  }
  if (software !== 'mastodon') return `<a href="${href}" rel="ugc">${href}</a>`;
  const prefix = /^https?:\/\/(www\.)?/i.exec(url)?.[0] ?? '';
  const shown = url.slice(prefix.length, prefix.length + 30);
  const rest = url.slice(prefix.length + 30);
  return `<a href="${href}" target="_blank" rel="nofollow noopener noreferrer" translate="no"><span class="invisible">${escapeHtml(prefix)}</span><span class="${rest === '' ? '' : 'ellipsis'}">${escapeHtml(shown)}</span><span class="invisible">${escapeHtml(rest)}</span></a>`;
}

function entityHtml(entity: TextEntity, software: AuthorSoftware, world: World): string {
  if (entity.kind === 'url') return linkHtml(entity.text, software);
  if (entity.kind === 'hashtag') {
    const tag = escapeHtml(entity.text);
    const href = `https://${world.domain}/tags/${encodeURIComponent(entity.text)}`;
    return `<a href="${href}" class="mention hashtag" rel="tag">#<span>${tag}</span></a>`;
  }
  const account = resolveAccount(world, entity.username, entity.domain);
  return account === null ? escapeHtml(entity.text) : mentionHtml(account, software, world);
}

/**
 * A post's text as HTML, the way its author's software sends it. snac lets a person's own HTML through;
 * Pleroma and snac have no paragraphs.
 */
export function toHtml(text: string, world: World, software: AuthorSoftware = 'mastodon'): string {
  const plain = (part: string) => (software === 'snac' ? part : escapeHtml(part));
  let html = '';
  let reached = 0;
  for (const entity of textEntities(text)) {
    html += plain(text.slice(reached, entity.start)) + entityHtml(entity, software, world);
    reached = entity.end;
  }
  html += plain(text.slice(reached));
  html = html.replaceAll('\r\n', '\n');
  if (html === '') return '';
  if (software === 'pleroma' || software === 'snac') return html.replaceAll('\n', '<br>');
  return html
    .split(/\n\n+/)
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br />')}</p>`)
    .join('');
}

/** Accounts that a text mentions and that are known here, in order, each once. */
export function mentionedAccounts(text: string, world: World): ModelAccount[] {
  const found = new Set<ModelAccount>();
  for (const entity of textEntities(text)) {
    if (entity.kind !== 'mention') continue;
    const account = resolveAccount(world, entity.username, entity.domain);
    if (account !== null) found.add(account);
  }
  return [...found];
}
