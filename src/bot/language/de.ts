import type { Network } from '../../model/network.ts';
import { createPlural } from '../../text/plural.ts';
import type { CompanyPhrase, Hosting, PlacePhrase, ReplyLanguage } from './language.ts';
import { germanVocabulary } from './vocabulary/de.ts';

const plural = createPlural('de-DE');

const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'Fediverse-Servern',
  xmpp: 'XMPP-Servern',
  matrix: 'Matrix-Servern',
  web: 'Websites',
};
/** The singular with its article. */
const ONLY: Readonly<Record<Network, { readonly the: string; readonly one: string; readonly name: string }>> =
  {
    fediverse: { the: 'der einzige', one: 'einer', name: 'Fediverse-Server' },
    xmpp: { the: 'der einzige', one: 'einer', name: 'XMPP-Server' },
    matrix: { the: 'der einzige', one: 'einer', name: 'Matrix-Server' },
    web: { the: 'die einzige', one: 'eine', name: 'Website' },
  };

/** Where a server is, as a sentence of its own. German countries take articles, which the data lack. */
function location(domain: string, place: PlacePhrase | null): string | null {
  if (place === null) return null;
  if (place.accuracy === 'anycast') return `${domain} ist an vielen Orten zugleich (Anycast)`;
  if (place.country === null) return null;
  if (place.accuracy === 'uncertain')
    return `${domain} hat seinen Standort vermutlich hier: ${place.country}`;
  if (place.city === null) return `Standort von ${domain}: ${place.country}`;
  return `${domain} steht in ${place.city}, ${place.country}`;
}

function where(place: PlacePhrase | null): string {
  if (place === null) return '';
  if (place.accuracy === 'anycast') return ', an vielen Orten zugleich (Anycast)';
  if (place.country === null) return '';
  const here = place.city === null ? place.country : `${place.city}, ${place.country}`;
  return place.accuracy === 'uncertain' ? ` (Land: wohl ${place.country})` : ` (${here})`;
}

function hosting({ domain, hoster, front, operator, shared, kind, place }: Hosting): string {
  const known = operator === null ? '' : ` Betrieben wird es von ${operator} (Managed Hosting).`;
  const run = shared ? ' Viele fremde Server teilen sich die Adresse: wohl Managed Hosting.' : known;
  if (front !== null) {
    return `${domain} steht hinter ${front}; wer es hostet, ist darum von außen nicht zu sehen.${run}`;
  }
  if (hoster === null) {
    const located = location(domain, place);
    return located === null
      ? `Wer ${domain} hostet, kann ich nicht sagen.${run}`
      : `${located}; wer es hostet, kann ich nicht sagen.${run}`;
  }
  if (kind === 'isp') {
    return `${domain} ist über den Internetanbieter ${hoster} angebunden${where(place)}: vermutlich ein eigener Rechner, zu Hause oder im Büro.${run}`;
  }
  if (kind === 'education' || kind === 'government' || kind === 'business') {
    return `${domain} steht im Netz von ${hoster}${where(place)}.${run}`;
  }
  return `${domain} liegt bei ${hoster}${where(place)}.${run}`;
}

function at({ name, behind }: CompanyPhrase): string {
  return `${behind ? 'hinter' : 'bei'} ${name}`;
}

/** Deutsch, freundlich und knapp, in der Du-Form. */
export const replyGerman: ReplyLanguage = {
  code: 'de',
  locale: 'de-DE',
  space: ' ',
  vocabulary: germanVocabulary,
  help:
    'Ich sage, wer einen Server hostet. Erwähne mich mit seinem Namen, etwa mastodon.social; bis zu drei auf einmal, auch als Link oder Handle.\n\n' +
    'Außerdem kenne ich: vergleiche A B, verlauf NAME, beobachte NAME, top, nord. Mit xmpp, matrix oder web geht es um ein anderes Netz. ' +
    'Antworte mir mit „löschen“ oder „stopp“: Meine Antwort verschwindet, und ich schweige, bis du wieder fragst.',
  refused: {
    ip: 'Das ist eine IP-Adresse. Ich schlage Namen nach: Erwähne mich mit einer Domain, etwa mastodon.social, und ich sage, wer sie hostet.',
    'single label':
      'Das ist keine ganze Domain, die Endung fehlt. Erwähne mich mit einem Namen wie mastodon.social, und ich sage, wer ihn hostet.',
    'hidden service':
      'Das ist ein versteckter Dienst: Wer ihn hostet, ist mit Absicht verborgen, und ich versuche nicht, es herauszufinden.',
    nothing:
      'Darin habe ich keine Domain gefunden. Erwähne mich mit einem Namen wie mastodon.social, und ich sage, wer ihn hostet.',
  },
  unsure: (domain) =>
    `Meinst du den Server ${domain}? Dann erwähne mich nur mit diesem Namen, und ich schlage ihn nach.`,
  watching: (names) =>
    `Ich schreibe dir ein Mal, als Direktnachricht, wenn ${names} zu einem anderen Hoster umzieht. Antworte „stopp“, dann lasse ich es.`,
  watchingFull: (most) =>
    `Ich beobachte für jede Person höchstens ${most} Server. Antworte „stopp“, dann endet das für alle, und nenn mir danach die wichtigsten.`,
  moved: ({ domain, before, now, date }) =>
    `${domain} ist umgezogen: Bisher lag es ${at(before)}, die Messung vom ${date} fand es ${at(now)}. Du wolltest das wissen; damit ist die Beobachtung zu Ende.`,
  contentWarning: 'Inhaltswarnung, wie in deinem Beitrag',
  busy: 'Das war viel für eine Stunde, und es sollen alle drankommen. Frag gern später wieder.',
  full: 'Diese Stunde fragen so viele, dass ich eine Pause machen muss. Frag gern später wieder.',
  hosting,
  unrouted: (domain) =>
    `${domain} hat eine Adresse, aber ich kenne kein Netz, zu dem sie gehört. Wer es hostet, kann ich darum nicht sagen.`,
  notPublic: (domain) =>
    `${domain} zeigt auf eine Adresse, die nicht im öffentlichen Internet liegt; von außen ist dort nichts zu erreichen.`,
  noAddress: (domain, status) => {
    if (status === 'NXDOMAIN') return `${domain} gibt es im DNS nicht. Vielleicht ein Tippfehler?`;
    if (status === 'NODATA')
      return `${domain} gibt es, aber ohne Adresse: Unter dem Namen antwortet kein Server.`;
    if (status === 'TIMEOUT')
      return `Die Nameserver von ${domain} haben nicht rechtzeitig geantwortet. Später geht es vielleicht wieder.`;
    if (status === 'CNAME_LOOP' || status === 'CNAME_CHAIN_TOO_LONG') {
      return `Die DNS-Einträge von ${domain} führen im Kreis und zu keiner Adresse. Das wüsste die Administration sicher gern.`;
    }
    return `Die Nameserver von ${domain} haben gerade ein Problem (${status}). Später geht es vielleicht wieder.`;
  },
  notFound: (domain) =>
    `Ich konnte ${domain} gerade nicht nachschlagen und habe es noch nie gesehen. Versuch es bitte später wieder.`,
  optedOut: (domain) =>
    `Die Administration von ${domain} möchte nicht, dass ich den Server messe; darum schlage ich ihn nicht nach.`,
  several: 'Die Adressen liegen bei mehreren Hostern; genannt ist der, bei dem die meisten sind.',
  ground: (ground, name) => {
    if (ground === 'range') return `Das ist sicher: ${name} führt die Adresse selbst als eigene.`;
    if (ground === 'network')
      return `Das ist ziemlich sicher: Die Adresse ist auf den Namen ${name} eingetragen.`;
    if (ground === 'name') return 'Das ist weniger sicher: Ich gehe danach, wie das Netz sich selbst nennt.';
    return `Das ist ziemlich sicher: Die DNS-Namen verweisen auf ${name}.`;
  },
  registered: (name) => `Der Adressblock ist auf ${name} registriert.`,
  declared: (by, country) => {
    const what = [
      ...(by === null ? [] : [`${by} als Hoster`]),
      ...(country === null ? [] : [`${country} als Land`]),
    ];
    return `Die Administration selbst gibt ${what.join(' und ')} an.`;
  },
  since: (date) => `Dort ist es mindestens seit dem ${date}.`,
  standing: ({ network, name, behind, isCounted, servers, answered, share, users, userShare }) => {
    const there = `${behind ? 'hinter' : 'bei'} ${name}`;
    const accounts = users && plural(users.value, { one: 'aktiven Konto', other: 'aktiven Konten' });
    const people =
      users === null
        ? ''
        : `, mit ${users.value === 1 ? 'einem' : users.text} ${accounts}${userShare === null ? '' : ` (${userShare})`}`;
    const among = `Von ${answered.text} ${SERVERS[network]}, die geantwortet haben,`;
    const verb = behind ? 'steht' : 'liegt';
    if (servers.value > 1)
      return `${among} ${behind ? 'stehen' : 'liegen'} ${servers.text} ${there} (${share})${people}.`;
    if (isCounted) return `${among} ist es ${ONLY[network].the} ${there}${people}.`;
    return `${among} ${verb} ${ONLY[network].one} ${there}${people}.`;
  },
  measured: (date) => `Gemessen am ${date}.`,
  stale: (date) => `Neu nachsehen konnte ich gerade nicht; das ist vom ${date}.`,
  more: (left) =>
    `Mehr als drei Namen auf einmal beantworte ich nicht; ${left === 1 ? 'einer bleibt' : `${left} bleiben`} übrig.`,
  same: (name) => `Beide sind bei ${name}.`,
  different: 'Sie sind bei verschiedenen Firmen.',
  incomparable: 'Ob sie denselben Hoster haben, ist von außen nicht zu sehen.',
  top: ({ network, lines, hidden, answered, date }) => [
    `Die größten Hoster von ${SERVERS[network]}:`,
    ...lines.map(({ rank, name, share }) => `${rank}. ${name}: ${share}`),
    `${hidden === null ? '' : `${hidden} stehen hinter CDNs, die den Hoster verbergen. `}Gezählt unter ${answered.value === 1 ? `dem einen Eintrag, der am ${date} geantwortet hat` : `${answered.text} ${SERVERS[network]}, die am ${date} geantwortet haben`}.`,
  ],
  north: ({ network, domain, latitude, place, hoster, located, date }) =>
    `${located.value === 1 ? `Nur von einem Server ist der Ort bekannt, von ${domain}` : `Am weitesten nördlich von ${located.text} ${SERVERS[network]}, deren Ort bekannt ist, liegt ${domain}`}: ${latitude}° Nord${where(place)}${hoster === null ? '' : `, bei ${hoster}`}. So steht es in IP-Datenbanken, und die irren sich manchmal. Gemessen am ${date}.`,
  named: ({ network, role, name, servers, answered, share, users, userShare }) => {
    const accounts = users && plural(users.value, { one: 'aktiven Konto', other: 'aktiven Konten' });
    const people =
      users === null
        ? ''
        : `, mit ${users.value === 1 ? 'einem' : users.text} ${accounts}${userShare === null ? '' : ` (${userShare})`}`;
    const isOne = servers.value === 1;
    const count = isOne ? ONLY[network].one : servers.text;
    // Some names of countries need an article, which the data lacks.
    if (role === 'country')
      return `${name}: ${count} von ${answered.text} ${SERVERS[network]}, die geantwortet haben (${share})${people}.`;
    const there = {
      hoster: `${isOne ? 'liegt' : 'liegen'} ${count} bei ${name}`,
      front: `${isOne ? 'steht' : 'stehen'} ${count} hinter ${name}`,
      operator: `${isOne ? 'wird' : 'werden'} ${count} von ${name} betrieben`,
    }[role];
    return `Von ${answered.text} ${SERVERS[network]}, die geantwortet haben, ${there} (${share})${people}.`;
  },
  rank: (role, place, of) => {
    const kinds = {
      hoster: 'Hostern',
      front: 'CDNs',
      operator: 'Managed-Hosting-Diensten',
      country: 'Ländern',
    };
    return `Das ist Platz ${place} von ${of} ${kinds[role]}.`;
  },
  unseen: (share) => `Weitere ${share} stehen hinter CDNs, die Hoster und Ort verbergen.`,
  similar: (names) =>
    `Meinst du ${names}? Dann erwähne mich nur mit diesem Namen, und ich sage dir, wie viele Server dort sind.`,
  noFigures: (network) =>
    `Zu ${SERVERS[network]} habe ich noch keine Zahlen. Frag in ein paar Tagen gern wieder.`,
  history: (domain, [now, ...before]) => [
    now === undefined
      ? `${domain} hat mir noch nie geantwortet.`
      : `${domain} ${now.behind ? 'steht' : 'liegt'} seit ${now.from} ${now.behind ? 'hinter' : 'bei'} ${now.name}${now.to === now.from ? '' : ` (zuletzt gesehen am ${now.to})`}.`,
    ...before.map(
      ({ name, behind, from, to }) =>
        `Davor ${behind ? 'hinter' : 'bei'} ${name}, ${from === to ? `am ${from}` : `${from} bis ${to}`}.`,
    ),
    ...(now !== undefined && before.length === 0 ? ['Einen Hoster davor kenne ich nicht.'] : []),
  ],
  noHistory: (domain) => `${domain} kommt in meinen Messungen nicht vor; über früher weiß ich darum nichts.`,
};
