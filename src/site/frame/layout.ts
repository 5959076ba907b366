import type { SiteFile } from '../data/site-file.ts';
import { type Html, html } from './html.ts';
import { basePath, linksFrom, linksUnder, type To } from './links.ts';
import { numbers } from './phrases.ts';
import { SHARE_SIZE, sharePicturePath } from './share-picture.ts';
import type { Page, Site } from './site.ts';

const SECTIONS: readonly (readonly [string, string])[] = [
  ['hosters/', 'Hosters'],
  ['countries/', 'Countries'],
  ['jurisdiction/', 'Jurisdiction'],
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

function document(site: Site, page: Page, to: To): Html {
  const { path, title, description, section, body } = page;
  const { assets, publicUrl, account } = site;
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
}<meta property="og:type" content="website"><meta property="og:site_name" content="whohosts">
${previewPicture(site, page)}${
  account !== null &&
  html`<meta name="fediverse:creator" content="${account.handle}"><link rel="me" href="${account.url}">
`
}<link rel="icon" href="${to(assets.icon.path)}" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" title="whohosts, weekly" href="${to('feed.atom')}">
<link rel="alternate" type="application/feed+json" title="whohosts, weekly" href="${to('feed.json')}">
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

/** What a link to the page shows where it is posted: a picture of the page's own, else the week's chart. */
function previewPicture({ networks, charts, drawsPictures, publicUrl }: Site, page: Page): Html | null {
  if (publicUrl === null) return null;
  const own = drawsPictures ? sharePicturePath(page.path) : null;
  if (own !== null) return sharePicture(`${publicUrl}/${own}`, `${page.title}: ${page.description}`);
  const chart = charts.get(networks[0].network)?.[0];
  const picture = page.picture ?? (chart === undefined ? null : { path: 'chart.png', ...chart });
  if (picture === null) return null;
  return sharePicture(`${publicUrl}/${picture.path}`, picture.alt, picture);
}

export function sharePicture(
  address: string,
  alt: string,
  { width, height }: { readonly width: number; readonly height: number } = SHARE_SIZE,
): Html {
  return html`<meta property="og:image" content="${address}"><meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="${width}"><meta property="og:image:height" content="${height}">
<meta property="og:image:alt" content="${alt}"><meta name="twitter:card" content="summary_large_image">
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
