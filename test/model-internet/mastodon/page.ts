import { mediaJson } from './entities.ts';
import { escapeHtml } from './markup.ts';
import type { Route } from './router.ts';
import type { ModelAccount, ModelStatus, World } from './world.ts';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:2em auto;padding:0 1em}article{border-top:1px solid #999}img{max-width:100%}.invisible{display:none}.ellipsis::after{content:"…"}small{color:#666}';

function article(status: ModelStatus, world: World): string {
  const images = status.media.map((media) => {
    const url = escapeHtml(String(mediaJson(media, world).url));
    return `<figure><img src="${url}" alt="${escapeHtml(media.description)}"><figcaption>${escapeHtml(media.description)}</figcaption></figure>`;
  });
  const warning = status.spoilerText === '' ? '' : `<p><b>${escapeHtml(status.spoilerText)}</b></p>`;
  const meta = `@${status.account.acct} · ${status.visibility} · ${status.createdAt}`;
  return `<article id="${status.id}"><p><small>${escapeHtml(meta)}</small></p>${warning}${status.content}${images.join('')}</article>`;
}

/** A page for people who want to look at what was said on the model server: everything, newest first. */
export function pageRoutes(world: World, bot: ModelAccount): Route[] {
  return [
    {
      method: 'GET',
      path: '/',
      signedIn: false,
      handle() {
        const articles = [...world.statuses.values()].toReversed().map((status) => article(status, world));
        const title = `@${bot.username} on the model server`;
        // What people of snac send may hold any HTML; nothing of it is to run.
        const headers = {
          'content-security-policy': "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
        };
        const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style><h1>${title}</h1>${articles.join('')}</html>\n`;
        return { status: 200, type: 'text/html; charset=utf-8', headers, body };
      },
    },
  ];
}
