import { AT, type Row, rows, said } from './markup.ts';

/** What people and programs put beside a name, found by trying what their software writes. */
export const FOUND_BY_TRYING: readonly Row[] = [
  ...rows([
    ['a handle with a port', '@ann@chaos.social:443', 'chaos.social'],
    ['a handle with a port, in a question', 'who hosts @ann@far.example:3000?', 'far.example'],
    ['digits in boxes', '1\ufe0f\u20e3chaos.social 2\ufe0f\u20e3mstdn.jp', 'chaos.social mstdn.jp'],
    ['a digit in a box of old', '1\u20e3chaos.social', 'chaos.social'],
    ['numbers without a space', 'please:<br>1.chaos.social<br>2.mstdn.jp', 'chaos.social mstdn.jp'],
    [
      'numbers in brackets',
      'these<br>1)chaos.social<br>2)mstdn.jp<br>10)far.example',
      'chaos.social mstdn.jp far.example',
    ],
    ['a number that is a label', '1.chaos.social', '1.chaos.social'],
    ['labels that are numbers, not from one', '5.chaos.social<br>2.mstdn.jp', '5.chaos.social 2.mstdn.jp'],
    ['a one dot leader', 'chaos\u2024social', 'chaos.social'],
    ['letters in circles', 'ⓒⓗⓐⓞⓢ.ⓢⓞⓒⓘⓐⓛ', 'chaos.social'],
    ['bold letters of mathematics', '𝐜𝐡𝐚𝐨𝐬.𝐬𝐨𝐜𝐢𝐚𝐥', 'chaos.social'],
    ['a network as a hashtag behind a name', 'chaos.social #matrix', 'chaos.social'],
    ['a command as a hashtag behind a name', 'who hosts chaos.social? #history #top', 'chaos.social'],
    ['a command as a hashtag before a name', '#history chaos.social', 'history chaos.social'],
    ['a command as a hashtag alone', '#stop', 'stop'],
    ['a signature in English', 'who hosts chaos.social?<br>-- <br>Sent from tusky.app', 'chaos.social'],
    ['a signature in German', 'chaos.social<br>Gesendet mit fedilab.app', 'chaos.social'],
    ['a signature in French', 'chaos.social<br>Envoyé depuis mon téléphone, tusky.app', 'chaos.social'],
    ['a signature in Spanish', 'chaos.social<br>—Enviado desde ivory.app', 'chaos.social'],
    ['thanks are no name without an ending', 'thanks!', '!nothing'],
    ['praise is no name without an ending', 'wow', '!nothing'],
    ['a name without an ending', 'mastodon', '!single label'],
    ['Hebrew joined to a name', 'הchaos.social?', 'chaos.social'],
    ['a spoof from right to left', '\u202elaicos.soahc\u202c', 'laicos.soahc'],
    ['a devanagari full stop', 'chaos.social।', 'chaos.social'],
    ['a lookalike keeps its own name', 'сhaos.social', 'xn--haos-k6d.social'],
    ['a name and its value', 'server=chaos.social', 'chaos.social'],
    ['a mail address with a port', 'ann@mail.example:25', 'mail.example'],
  ]),
  {
    name: 'a hashtag without class or rel, on another host',
    html: said('chaos.social <a href="https://far.example/explore/tags/x">#x</a>'),
    wanted: 'chaos.social',
  },
  {
    name: 'a signature whose client is a link',
    html: `<p>${AT.mastodon} chaos.social<br>Sent from <a href="https://tusky.app/">tusky.app</a></p>`,
    wanted: 'chaos.social',
  },
  {
    name: 'names in a table',
    html: `<table><tr><td>${AT.mastodon}</td><td>chaos.social</td><td>mstdn.jp</td></tr></table>`,
    wanted: 'chaos.social mstdn.jp',
  },
  {
    name: 'a name in ruby',
    html: said('<ruby>chaos.social<rp>(</rp><rt>カオス</rt><rp>)</rp></ruby>'),
    wanted: 'chaos.social',
  },
  {
    name: 'a handle of Kbin',
    html: '<p><a class="mention" href="/u/@whohosts@home.example" title="@whohosts@home.example">@whohosts</a> chaos.social</p>',
    wanted: 'chaos.social',
  },
  {
    name: 'a handle of Threads in two spans',
    html: '<p><a href="https://home.example/@whohosts" class="mention"><span>@</span><span>whohosts@home.example</span></a> chaos.social</p>',
    wanted: 'chaos.social',
  },
];
