import { domainToASCII } from 'node:url';
import { BOT } from './mentions/markup.ts';

/**
 * A generator of mentions. Each names one server, in a sentence of one language, in the HTML of one software,
 * as text, address, link or handle, with other characters directly before and after the name. The reader must
 * find that server and no other. It may find none in one of a hundred, but never another one. Names in
 * scripts without spaces are put next to a space or a mark: inside such text their start cannot be seen.
 */
export interface GeneratedMention {
  readonly html: string;
  readonly wanted: string;
}

interface Name {
  readonly text: string;
  /** The name is distinguishable from adjacent text of the language. */
  readonly glues: boolean;
}

const latin = (list: string): readonly Name[] =>
  list
    .trim()
    .split(/\s+/)
    .map((text) => ({
      text,
      glues: /^[\x21-\x7e]+$/.test(text) || /^[\p{Script=Latin}\p{N}.-]+$/u.test(text),
    }));

export const NAMES: readonly Name[] = latin(`
  chaos.social mastodon.social fosstodon.org mstdn.jp troet.cafe social.coop piaille.fr todon.nl loforo.com hachyderm.io
  mas.to mamot.fr fedi.at m.cmx.im sfba.social techhub.social infosec.exchange mastodon.art pixelfed.de kolektiva.social
  social.vivaldi.net pleroma.example.co.uk my-very-own-server.example a.b.c.chaos.social 0x0.st 4chan.example my_server.example
  meow.social wandering.shop berlin.social norden.social ruhr.social muenchen.social fedi.zone tech.lgbt toot.io
  toot.community fediscience.org sciences.social historians.social scholar.social masto.host misskey.io pawoo.net
  xn--bcher-kva.example xn--blhaj-nra.space xn--e1afmkfd.xn--p1ai XN--BCHER-KVA.example Chaos.Social MASTODON.SOCIAL
  bücher.example straße.example blåhaj.space köln.social ñandú.es öko.de crème-brûlée.fr żółw.pl ışık.example
  www.l·l.cat me.duckdns.org example.github.io social.example.com.au example.gov.br x--y.example s3.example e-mail.example
  fediverse.observer social.network lemmy.world lemmy.ml kbin.run peertube.tv video.blender.org pixel.tchncs.de
`).concat(
  ...[
    ...[
      'пример.рф',
      'почта.example',
      'οvh.example',
      'παράδειγμα.example',
      'مثال.example',
      'نامه\u200cای.example',
    ],
    ...[
      'דוגמה.example',
      '例子.example',
      '例え.テスト.example',
      'はじめよう.みんな',
      '한국.example',
      'उदाहरण.example',
    ],
    ...['क्\u200dष.example', 'ไทย.example'],
  ].map((text) => ({ text, glues: false })),
);

/** `_` is where the name goes. A sentence without spaces is marked with `~`. */
const SENTENCES: readonly (readonly [language: string, ...sentences: string[]])[] = [
  ['en', 'who hosts _ ?', 'Hi, where is _ hosted', 'I wonder about _ these days', '_'],
  ['de', 'wer hostet _ ?', 'Mein Server ist _ seit Mai', 'Sag mal, wo steht _'],
  ['fr', 'qui héberge _ ?', "Je suis sur _ depuis l'an dernier", 'Bonjour _ merci'],
  ['es', '¿quién aloja _ ?', 'Mi servidor es _ desde hace poco', 'Hola _ gracias'],
  ['ja', '~サーバーは_です', '~誰が_をホストしていますか', '_ はどこですか'],
  ['zh', '~请问_是谁托管的', '~我在_上面', '你好 _ 谢谢'],
  ['ko', '~서버_은 누가 호스팅하나요', '저는 _ 에 있어요'],
  ['ru', 'кто хостит _ ?', 'Мой сервер _ уже год'],
  ['ar', 'من يستضيف _ ؟', 'خادمي هو _ منذ عام'],
  ['he', 'מי מארח את _ ?', 'השרת שלי _ כבר שנה'],
  ['th', '~ใครโฮสต์_ครับ', 'ผมอยู่ที่ _ ครับ'],
  ['hi', 'कौन होस्ट करता है _ ?', 'मेरा सर्वर _ है'],
];

/** The characters around a name; 60 pairs. */
export const NEIGHBOURS: readonly (readonly [before: string, behind: string])[] = [
  ...[
    '()',
    '[]',
    '{}',
    '«»',
    '‹›',
    '“”',
    '„“',
    '‘’',
    '「」',
    '『』',
    '【】',
    '（）',
    '<>',
    '""',
    "''",
    '``',
    '**',
    '__',
    '~~',
    '||',
  ].map((pair): readonly [string, string] => [[...pair][0] ?? '', [...pair][1] ?? '']),
  ...[
    '.',
    ',',
    ';',
    ':',
    '!',
    '?',
    '…',
    '...',
    '?!',
    '!!!',
    '。',
    '、',
    '，',
    '！',
    '？',
    '؟',
    '।',
    '—',
    '–',
    '・',
    '→',
  ].map((behind): readonly [string, string] => ['', behind]),
  ...['👉', '→', '＞', '•', '—', '-', '=', '¿', '¡', '✨'].map((before): readonly [string, string] => [
    before,
    '',
  ]),
  ...['🎉', '🦈', '❤️', '🏳️‍⚧️', "'s", '’s', '/', '/about', ':443'].map((behind): readonly [string, string] => [
    '',
    behind,
  ]),
];

export type Form = 'text' | 'address' | 'link' | 'handle';
const FORMS: readonly Form[] = ['text', 'address', 'link', 'handle'];

interface Markup {
  readonly bot: string;
  readonly handle: (name: string) => string;
  readonly link: (name: string) => string;
  readonly post: (inner: string) => string;
}

const ACTOR = 'https://home.example/users/whohosts';
const paragraph = (inner: string) => `<p>${inner}</p>`;
const card = (href: string, text: string) =>
  `<span class="h-card"><a href="${href}" class="u-url mention">${text}</a></span>`;
const plainLink = (name: string) => `<a href="https://${name}/" rel="nofollow">https://${name}/</a>`;

/** How eight kinds of software render it. */
export const MARKUPS: readonly Markup[] = [
  {
    bot: card(BOT, '@<span>whohosts</span>'),
    handle: (name) => card(`https://${name}/@ann`, '@<span>ann</span>'),
    link: (name) =>
      `<a href="https://${name}/about"><span class="invisible">https://</span><span class="">${name}/about</span><span class="invisible"></span></a>`,
    post: paragraph,
  },
  {
    bot: card(BOT, '@<span>whohosts</span>'),
    handle: (name) => `@ann@${name}`,
    link: plainLink,
    post: paragraph,
  },
  {
    bot: `<span class="h-card"><a class="u-url mention" data-user="A1" href="${ACTOR}" rel="ugc">@<span>whohosts</span></a></span>`,
    handle: (name) =>
      `<a class="u-url mention" href="https://${name}/users/ann" rel="ugc">@<span>ann</span></a>`,
    link: (name) => `<a href="http://${name}" rel="ugc">${name}</a>`,
    post: (inner) => inner,
  },
  {
    bot: `<a href="${BOT}" class="u-url mention">@whohosts@home.example</a>`,
    handle: (name) => `<a href="https://${name}/@ann" class="u-url mention">@ann@${name}</a>`,
    link: plainLink,
    post: (inner) => `<p><span>${inner}</span></p>`,
  },
  {
    bot: card('https://home.example/whohosts', '@whohosts@home.example'),
    handle: (name) => card(`https://${name}/ann`, `@ann@${name}`),
    link: plainLink,
    post: (inner) => `${inner}<br>`,
  },
  {
    bot: `@<a href="https://home.example/profile/whohosts" class="u-url mention">whohosts</a>`,
    handle: (name) => `@<a href="https://${name}/profile/ann" class="u-url mention">ann</a>`,
    link: plainLink,
    post: (inner) => `<div>${inner}</div>`,
  },
  {
    bot: '<a href="https://lemmy.example/u/whohosts@home.example">@whohosts@home.example</a>',
    handle: (name) => `<a href="https://lemmy.example/u/ann@${name}">@ann@${name}</a>`,
    link: plainLink,
    post: (inner) => `<p>${inner}</p>\n`,
  },
  {
    bot: '@{whohosts@home.example}',
    handle: (name) => `@ann@${name}`,
    link: (name) => `<a class="zrl" href="https://${name}/">${name}</a>`,
    post: (inner) => inner,
  },
];

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function written(form: Form, name: string, { link, handle }: Markup): string {
  if (form === 'link') return link(name);
  if (form === 'handle') return handle(name);
  return escaped(form === 'address' ? `https://${name}` : name);
}

/** Every `step`th mention of all combinations, starting with `first`. */
export function* generateMentions(step: number, first = 0): Generator<GeneratedMention> {
  let index = first % step;
  for (const { text: name, glues } of NAMES) {
    const wanted = domainToASCII(name);
    for (const [, ...sentences] of SENTENCES) {
      for (const sentence of sentences) {
        for (const [before, behind] of NEIGHBOURS) {
          for (const form of FORMS) {
            for (const markup of MARKUPS) {
              if (index++ % step !== 0) continue;
              const glued = sentence.startsWith('~') && (glues || form === 'link');
              const plain = glued ? sentence.slice(1) : sentence.replace('~', '').replace('_', ' _ ');
              // What looks like a port or a path belongs to a name only in text.
              const rest = /^[/:]\w/.test(behind) && form !== 'text' && form !== 'address' ? '' : behind;
              const said = escaped(before) + written(form, name, markup) + escaped(rest);
              yield { html: markup.post(`${markup.bot} ${escaped(plain).replace('_', () => said)}`), wanted };
            }
          }
        }
      }
    }
  }
}
