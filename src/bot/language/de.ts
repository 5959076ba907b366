import type { Network } from '../../model/network.ts';
import type { Hosting, Place, ReplyLanguage } from './language.ts';

const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'Fediverse-Servern',
  xmpp: 'XMPP-Servern',
  matrix: 'Matrix-Servern',
  web: 'Websites',
};

function where(place: Place | null): string {
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
  if (hoster === null) return `Wer ${domain} hostet, kann ich nicht sagen${where(place)}.${run}`;
  if (kind === 'isp') {
    return `${domain} ist über den Internetanbieter ${hoster} angebunden${where(place)}: vermutlich ein eigener Rechner, zu Hause oder im Büro.${run}`;
  }
  if (kind === 'education' || kind === 'government' || kind === 'business') {
    return `${domain} steht im Netz von ${hoster}${where(place)}.${run}`;
  }
  return `${domain} liegt bei ${hoster}${where(place)}.${run}`;
}

/** Deutsch, freundlich und knapp, in der Du-Form. */
export const de: ReplyLanguage = {
  code: 'de',
  locale: 'de-DE',
  space: ' ',
  vocabulary: {
    commands: {
      help: ['hilfe', 'hilf', 'befehle'],
      top: ['größte', 'größten', 'rangliste'],
      north: ['nord', 'norden', 'nördlichster'],
      history: ['verlauf', 'geschichte', 'historie'],
      compare: ['vergleiche', 'vergleich', 'vergleichen', 'gegen'],
      stop: ['stopp', 'aufhören', 'schluss'],
      delete: ['löschen', 'lösche', 'lösch'],
    },
    networks: { fediverse: ['fediversum'], xmpp: [], matrix: [], web: ['webseiten', 'webseite'] },
    fillers: ['bitte', 'der', 'die', 'das', 'im', 'mir', 'mal', 'zeig', 'zeige', 'hoster'],
  },
  help:
    'Ich sage, wer einen Server hostet. Erwähne mich mit seinem Namen, etwa mastodon.social; bis zu drei auf einmal, auch als Link oder Handle.\n\n' +
    'Außerdem kenne ich: vergleiche A B, verlauf NAME, top, nord. Mit xmpp, matrix oder web geht es um ein anderes Netz. ' +
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
    if (ground === 'network') return `Das ist recht sicher: Die Adresse ist auf ${name} eingetragen.`;
    if (ground === 'name') return 'Das ist weniger sicher: Ich gehe danach, wie das Netz sich selbst nennt.';
    return `Das ist recht sicher: Die Namen führen zu ${name}.`;
  },
  declared: (by, country) =>
    `Die Administration gibt selbst an: ${[by === null ? '' : `bei ${by}`, country === null ? '' : `Land: ${country}`].filter((part) => part !== '').join(', ')}.`,
  since: (date) => `Dort gesehen seit ${date}.`,
  standing: ({ network, name, behind, servers, answered, share, users, userShare }) =>
    `Von ${answered} ${SERVERS[network]}, die geantwortet haben, ${behind ? 'stehen' : 'liegen'} ${servers} ${behind ? 'hinter' : 'bei'} ${name} (${share})${users === null ? '' : `, mit ${users} aktiven Konten${userShare === null ? '' : ` (${userShare})`}`}.`,
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
    `${hidden === null ? '' : `${hidden} stehen hinter CDNs, die den Hoster verbergen. `}Gezählt unter ${answered} ${SERVERS[network]}, die am ${date} geantwortet haben.`,
  ],
  north: ({ network, domain, latitude, place, hoster, located, date }) =>
    `Am weitesten nördlich von ${located} ${SERVERS[network]}, deren Ort bekannt ist, liegt ${domain}: ${latitude}° Nord${where(place)}${hoster === null ? '' : `, bei ${hoster}`}. So steht es in IP-Datenbanken, und die irren sich manchmal. Gemessen am ${date}.`,
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
