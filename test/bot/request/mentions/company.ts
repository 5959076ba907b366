import { AT, GARGRON, person, type Row } from './markup.ts';

const HIM = person(GARGRON.url, 'Gargron');
const row = (name: string, said: string, wanted: string): Row => ({
  name,
  html: `<p>${said}</p>`,
  mentions: [GARGRON],
  wanted,
});

/** Other people in a post that is not a reply: asked about, or recipients of the answer. */
export const COMPANY: readonly Row[] = [
  row('a person before us, and a server', `${HIM} ${AT.mastodon} chaos.social`, 'chaos.social'),
  row('a person after us, and a server', `${AT.mastodon} ${HIM} chaos.social`, 'chaos.social'),
  row('a person alone', `${AT.mastodon} ${HIM}`, 'mastodon.social'),
  row('a person, and what is no server', `${AT.mastodon} ${HIM} 203.0.113.9`, 'mastodon.social'),
  row('a person to compare', `${AT.mastodon} ${HIM} vs chaos.social`, 'compare mastodon.social chaos.social'),
  row('a person in a question', `${AT.mastodon} who hosts ${HIM}?`, 'mastodon.social'),
];
