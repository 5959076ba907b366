import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom } from '../frame/links.ts';
import type { Site } from '../frame/site.ts';

const PATH = 'admins/index.html';

export function adminsPage(site: Site): SiteFile {
  const to = linksFrom(PATH);
  const { contact } = site;
  const who =
    contact === null
      ? 'the operator of this bot'
      : html`us: ${/^(mailto:|https:\/\/)/.test(contact) ? html`<a href="${contact}">${contact.replace(/^mailto:/, '')}</a>` : contact}`;
  const body = html`<h1>For admins of measured servers</h1>
    <p class="lede">Once a week, and when somebody looks your domain up, we ask DNS for your server’s addresses, and your server for <code>robots.txt</code> and at most three small documents: its public NodeInfo; where that is missing or lies elsewhere, host-meta, WebFinger or <code>/api/v2/instance</code>; in Matrix <code>/.well-known/matrix/server</code> alone. If you do not want this, one line stops it.</p>
    <section class="quiet"><h2>No requests to your server</h2>
    <p>Forbid them in your <code>robots.txt</code>:</p>
    <pre tabindex="0"><code>User-agent: whohosts
Disallow: /</code></pre>
    <p>We read it before anything else, as RFC 9309 says, and keep it for a day. If your server answers it with an error of its own (5xx), we take that as a no. Your server still counts as one server, by DNS alone, without users.</p></section>
    <section><h2>Not measured at all</h2>
    <p>Ask ${who}. Your domain is put on the list <code>data/opt-outs.txt</code>, with all names below it. From then on no packet is sent, and with the next publication your domain is gone from these pages, from past weeks and from the data. Only anonymous counts of past weeks stay.</p></section>
    <section><h2>Say it yourself</h2>
    <p>Publish who hosts you as a TXT record:</p>
    <pre tabindex="0"><code>_hosting.your-domain.example. TXT "v=hosting1; by=Hetzner; country=DE"</code></pre>
    <p>Whoever looks up your domain sees it as <em>declared</em>, beside what is measured. It never counts as measured.</p></section>
    <section><h2>How to know us</h2>
    <p>Requests carry a User-Agent that begins with <code>whohosts/</code> and says where to complain. Our own address answers with a description of what we do under <a href="${to('.well-known/probing.txt')}">/.well-known/probing.txt</a> (RFC 9511).</p></section>
    <section><h2>Your server is named wrongly?</h2>
    <p>We name who announces your address. If the name is wrong, <a href="${to('method/')}#wrong">it is one line to mend</a>. If your server stands at home, your Internet provider is named, and its kind says that it is a line and no hosting.</p></section>`;
  return layOut(site, {
    path: PATH,
    title: 'For admins',
    description: 'How to opt out of the measurement, and how to declare who hosts your server.',
    section: null,
    body,
  });
}
