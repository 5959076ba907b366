import { type Html, html } from './html.ts';
import { basePath, linksFrom, linksUnder, type To } from './links.ts';
import type { Page, Site } from './site.ts';
import type { SiteFile } from './site-file.ts';
import { numbers } from './words.ts';

const SECTIONS: readonly (readonly [string, string])[] = [
  ['hosters/', 'Hosters'],
  ['countries/', 'Countries'],
  ['networks/', 'Networks'],
  ['movers/', 'Movers'],
  ['method/', 'Method'],
  ['data/', 'Data'],
];

/** The same rules as the server's headers, for hosts that send none of their own. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

/** A page in the site's frame. */
export function layOut(site: Site, page: Page): SiteFile {
  return { path: page.path, content: document(site, page, linksFrom(page.path)).markup };
}

/** A page that may be shown under any address, with links that hold there. */
export function layOutAnywhere(site: Site, page: Page): SiteFile {
  return { path: page.path, content: document(site, page, linksUnder(basePath(site.publicUrl))).markup };
}

function document(site: Site, { path, title, description, section, body }: Page, to: To): Html {
  const { assets, publicUrl } = site;
  const address = publicUrl === null ? null : `${publicUrl}/${path.replace(/(^|\/)index\.html$/, '$1')}`;
  const front = path === 'index.html';
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${front ? title : `${title} · whohosts`}</title>
<meta name="description" content="${description}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
${
  address !== null &&
  html`<link rel="canonical" href="${address}"><meta property="og:url" content="${address}">
`
}${
  publicUrl !== null &&
  front &&
  html`<meta property="og:image" content="${publicUrl}/chart.png">
`
}<link rel="icon" href="${to(assets.icon.path)}" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" title="whohosts, weekly" href="${to('feed.atom')}">
<link rel="stylesheet" href="${to(assets.style.path)}">
<script src="${to(assets.theme.path)}"></script>
<script src="${to(assets.script.path)}" defer></script>
</head>
<body data-root="${to('')}">
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><div class="wide">
<a class="brand" href="${to('')}"><svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><circle cx="16" cy="16" r="15"/><circle class="ring" cx="16" cy="16" r="9.5"/><circle class="dot" cx="16" cy="16" r="4"/></svg> whohosts</a>
<nav aria-label="Site"><ul>
${SECTIONS.map(([target, name]) => html`<li><a href="${to(target)}"${section === target && html` aria-current="true"`}>${name}</a></li>`)}
</ul></nav>
<button type="button" class="theme" hidden data-theme>Dark mode</button>
</div></header>
<main id="main" class="wide">
${body}
</main>
<footer class="wide">
<p><strong>whohosts</strong> measures who really hosts the fediverse, and tells. Text and data: <a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>.
${contactLine(site)}</p>
<ul class="links">
<li><a href="${to('admins/')}">For admins: opt out, declare</a></li>
<li><a href="${to('others/')}">What others measured</a></li>
<li><a href="${to('reports/')}">All weekly reports</a></li>
<li><a href="${to('servers/')}">All servers</a></li>
<li><a href="${to('feed.atom')}">Feed</a></li>
</ul>
<p class="small">${credits(site)} Map: Natural Earth. Last scan: ${numbers.date(site.networks[0].report.finishedAt)}.</p>
</footer>
</body>
</html>
`;
}

/** Who must be named wherever results are shown, with the links that the licences ask for. */
function credits({ sources }: Site): readonly Html[] {
  const lines = new Map(sources.map(({ attribution, url, licence }) => [attribution, { url, licence }]));
  return [...lines].map(
    ([attribution, { url, licence }]) => html`<a href="${url}">${attribution}</a> (${licence}). `,
  );
}

function contactLine({ contact }: Site): Html | null {
  if (contact === null) return null;
  return /^(mailto:|https:\/\/)/.test(contact)
    ? html`Contact: <a href="${contact}">${contact.replace(/^mailto:/, '')}</a>.`
    : html`Contact: ${contact}.`;
}
