import type { Network } from '../../model/network.ts';
import { createPlural } from '../../text/plural.ts';
import type { CompanyPhrase, Hosting, PlacePhrase, ReplyLanguage } from './language.ts';
import { frenchVocabulary } from './vocabulary/fr.ts';

const plural = createPlural('fr-FR');

const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'serveurs du fédivers',
  xmpp: 'serveurs XMPP',
  matrix: 'serveurs Matrix',
  web: 'sites web',
};
const SERVER: Readonly<Record<Network, string>> = {
  fediverse: 'serveur du fédivers',
  xmpp: 'serveur XMPP',
  matrix: 'serveur Matrix',
  web: 'site web',
};

/** Where a server is, as a sentence. French countries take articles and prepositions, which the data lack. */
function location(domain: string, place: PlacePhrase | null): string | null {
  if (place === null) return null;
  if (place.accuracy === 'anycast') return `${domain} est en de nombreux endroits à la fois (anycast)`;
  if (place.country === null) return null;
  if (place.accuracy === 'uncertain') return `Pays probable de ${domain} : ${place.country}`;
  if (place.city === null) return `Pays de ${domain} : ${place.country}`;
  return `${domain} se trouve à ${place.city} (${place.country})`;
}

function where(place: PlacePhrase | null): string {
  if (place === null) return '';
  if (place.accuracy === 'anycast') return ', en de nombreux endroits à la fois (anycast)';
  if (place.country === null) return '';
  const here = place.city === null ? place.country : `${place.city}, ${place.country}`;
  return place.accuracy === 'uncertain' ? ` (pays probable : ${place.country})` : ` (${here})`;
}

function hosting({ domain, hoster, front, operator, shared, kind, place }: Hosting): string {
  const known = operator === null ? '' : ` Le service est géré par ${operator} (hébergement infogéré).`;
  const run = shared
    ? ' Beaucoup de serveurs sans lien partagent son adresse : sans doute un hébergement infogéré.'
    : known;
  if (front !== null) {
    return `${domain} est derrière ${front}, qui masque son hébergeur.${run}`;
  }
  if (hoster === null) {
    const located = location(domain, place);
    return located === null
      ? `Je ne peux pas dire qui héberge ${domain}.${run}`
      : `${located} ; je ne peux pas dire qui l'héberge.${run}`;
  }
  if (kind === 'isp') {
    return `${domain} est relié à Internet par ${hoster}, un fournisseur d'accès${where(place)} : sans doute une machine personnelle, à la maison ou au bureau.${run}`;
  }
  if (kind === 'education' || kind === 'government' || kind === 'business') {
    return `${domain} est dans le réseau de ${hoster}${where(place)}.${run}`;
  }
  return `${domain} est hébergé par ${hoster}${where(place)}.${run}`;
}

function at({ name, behind }: CompanyPhrase): string {
  return `${behind ? 'derrière' : 'chez'} ${name}`;
}

/** Un français simple, aimable et court, avec tutoiement comme d'usage dans le fédivers. */
export const replyFrench: ReplyLanguage = {
  code: 'fr',
  locale: 'fr-FR',
  space: ' ',
  vocabulary: frenchVocabulary,
  help:
    "Je dis qui héberge un serveur. Mentionne-moi avec son nom, par exemple mastodon.social ; jusqu'à trois à la fois. Un lien ou un identifiant convient aussi.\n\n" +
    'Je connais aussi : compare A B, historique NOM, surveille NOM, top, nord. Ajoute xmpp, matrix ou web pour un autre réseau. ' +
    "Réponds-moi « supprime » ou « stop » : j'efface ma réponse et je me tais jusqu'à ta prochaine question.",
  refused: {
    ip: "C'est une adresse IP. Je cherche des noms : mentionne-moi avec un domaine, par exemple mastodon.social, et je dis qui l'héberge.",
    'single label':
      "Ce n'est pas un domaine entier : il manque la fin. Mentionne-moi avec un nom comme mastodon.social, et je dis qui l'héberge.",
    'hidden service':
      "C'est un service caché : son hébergeur est dissimulé par conception, et je n'essaie pas de le trouver.",
    nothing:
      "Je n'y ai pas trouvé de domaine. Mentionne-moi avec un nom comme mastodon.social, et je dis qui l'héberge.",
  },
  unsure: (domain) => `Parles-tu du serveur ${domain} ? Mentionne-moi avec ce nom seul, et je le chercherai.`,
  watching: (names) =>
    `Je te préviendrai une seule fois, en message direct, quand ${names} changera d'hébergeur. Réponds « stop » pour y mettre fin.`,
  watchingFull: (most) =>
    `Je surveille au plus ${most} serveurs par personne. Réponds « stop » pour tout arrêter, puis nomme ceux qui comptent.`,
  moved: ({ domain, before, now, date }) =>
    `${domain} a déménagé : il était ${at(before)}, et la mesure du ${date} l'a trouvé ${at(now)}. Tu voulais le savoir ; la surveillance s'arrête là.`,
  contentWarning: 'Avertissement, comme dans ton message',
  busy: "Cela fait beaucoup pour une heure, et d'autres attendent aussi une réponse. Redemande plus tard.",
  full: 'Il y a tant de questions en ce moment que je dois faire une pause. Redemande plus tard.',
  hosting,
  unrouted: (domain) =>
    `${domain} a une adresse, mais je ne connais aucun réseau auquel elle appartient : je ne peux pas dire qui l'héberge.`,
  notPublic: (domain) =>
    `${domain} mène à une adresse hors de l'Internet public ; de l'extérieur, personne ne peut l'y joindre.`,
  noAddress: (domain, status) => {
    if (status === 'NXDOMAIN') return `${domain} n'existe pas dans le DNS. Une faute de frappe, peut-être ?`;
    if (status === 'NODATA') return `${domain} existe, mais sans adresse : aucun serveur ne répond à ce nom.`;
    if (status === 'TIMEOUT')
      return `Les serveurs de noms de ${domain} n'ont pas répondu à temps. Cela remarchera peut-être plus tard.`;
    if (status === 'CNAME_LOOP' || status === 'CNAME_CHAIN_TOO_LONG') {
      return `Les entrées DNS de ${domain} tournent en rond et ne mènent à aucune adresse. Son admin aimerait le savoir.`;
    }
    return `Les serveurs de noms de ${domain} ont un problème en ce moment (${status}). Cela remarchera peut-être plus tard.`;
  },
  notFound: (domain) =>
    `Je n'ai pas pu chercher ${domain} à l'instant, et je ne l'ai jamais vu. Réessaie plus tard, s'il te plaît.`,
  optedOut: (domain) =>
    `L'administration de ${domain} m'a demandé de ne pas le mesurer ; je ne le cherche donc pas.`,
  several: 'Ses adresses sont chez plusieurs hébergeurs ; voici celui qui en a le plus.',
  ground: (ground, name) => {
    if (ground === 'range') return `C'est sûr : ${name} publie cette adresse comme sienne.`;
    if (ground === 'network') return `C'est assez sûr : l'adresse est attribuée à ${name}.`;
    if (ground === 'name') return "C'est moins sûr : je me fie au nom que le réseau se donne.";
    return `C'est assez sûr : ses noms DNS renvoient à ${name}.`;
  },
  registered: (name) => `Son bloc d'adresses est enregistré au nom de ${name}.`,
  declared: (by, country) =>
    by === null
      ? `Pays indiqué par son admin : ${country}.`
      : `D'après son admin, son hébergeur est ${by}${country === null ? '' : ` (${country})`}.`,
  since: (date) => `Il y est au moins depuis le ${date}.`,
  standing: ({ network, name, behind, isCounted, servers, answered, share, users, userShare }) => {
    const there = `${behind ? 'derrière' : 'chez'} ${name}`;
    const forms = { one: 'compte actif', many: 'de comptes actifs', other: 'comptes actifs' };
    const accounts = users && `${users.text} ${plural(users.value, forms)}`;
    const people = users === null ? '' : `, avec ${accounts}${userShare === null ? '' : ` (${userShare})`}`;
    if (servers.value === 1 && isCounted)
      return `C'est le seul des ${answered.text} ${SERVERS[network]} ayant répondu qui soit ${there}${people}.`;
    const among = `Sur ${answered.text} ${SERVERS[network]} qui ont répondu,`;
    if (servers.value === 1) return `${among} un seul est ${there}${people}.`;
    return `${among} ${servers.text} sont ${there} (${share})${people}.`;
  },
  measured: (date) => `Mesuré le ${date}.`,
  stale: (date) => `Je n'ai pas pu vérifier à l'instant ; ceci date du ${date}.`,
  more: (left) => `Je réponds à trois noms à la fois ; il en reste ${left}.`,
  same: (name) => `Les deux sont chez ${name}.`,
  different: 'Ils sont chez des entreprises différentes.',
  incomparable: "De l'extérieur, on ne voit pas s'ils ont le même hébergeur.",
  top: ({ network, lines, hidden, answered, date }) => [
    `Les plus grands hébergeurs de ${SERVERS[network]} :`,
    ...lines.map(({ rank, name, share }) => `${rank}. ${name} : ${share}`),
    `${hidden === null ? '' : `${hidden} sont derrière des CDN, qui cachent l'hébergeur. `}Compté parmi ${answered.text} ${answered.value === 1 ? `${SERVER[network]} qui a` : `${SERVERS[network]} qui ont`} répondu le ${date}.`,
  ],
  north: ({ network, domain, latitude, place, hoster, located, date }) =>
    `${located.value === 1 ? `Le seul ${SERVER[network]}` : `Le plus au nord des ${located.text} ${SERVERS[network]}`} dont le lieu est connu : ${domain}, à ${latitude}° nord${where(place)}${hoster === null ? '' : `, hébergé par ${hoster}`}. D'après les bases de données IP, qui se trompent parfois. Mesuré le ${date}.`,
  named: ({ network, role, name, servers, answered, share, users, userShare }) => {
    const forms = { one: 'compte actif', many: 'de comptes actifs', other: 'comptes actifs' };
    const accounts = users && `${users.text} ${plural(users.value, forms)}`;
    const people = users === null ? '' : `, avec ${accounts}${userShare === null ? '' : ` (${userShare})`}`;
    const isOne = servers.value === 1;
    const count = isOne ? 'un seul' : servers.text;
    // Names of countries take an article, which the data lacks.
    if (role === 'country')
      return `${name} : ${count} des ${answered.text} ${SERVERS[network]} qui ont répondu (${share})${people}.`;
    const there = {
      hoster: `${count} ${isOne ? 'est' : 'sont'} chez ${name}`,
      front: `${count} ${isOne ? 'est' : 'sont'} derrière ${name}`,
      operator: `${count} ${isOne ? 'est géré' : 'sont gérés'} par ${name}`,
    }[role];
    return `Sur ${answered.text} ${SERVERS[network]} qui ont répondu, ${there} (${share})${people}.`;
  },
  rank: (role, place, of) => {
    const kinds = {
      hoster: 'hébergeurs',
      front: 'CDN',
      operator: "services d'hébergement infogéré",
      country: 'pays',
    };
    return `Rang : ${place} sur ${of} ${kinds[role]}.`;
  },
  unseen: (share) => `${share} de plus sont derrière des CDN, qui cachent l'hébergeur et le lieu.`,
  similar: (names) =>
    `Veux-tu dire ${names} ? Mentionne-moi avec ce nom seul, et je te dirai combien de serveurs s'y trouvent.`,
  noFigures: (network) =>
    `Je n'ai pas encore de chiffres sur les ${SERVERS[network]}. Redemande dans quelques jours.`,
  history: (domain, [now, ...before]) => [
    now === undefined
      ? `Je n'ai jamais vu ${domain} répondre.`
      : `${domain} est ${now.behind ? 'derrière' : 'chez'} ${now.name} depuis le ${now.from}${now.to === now.from ? '' : ` (vu pour la dernière fois le ${now.to})`}.`,
    ...before.map(
      ({ name, behind, from, to }) =>
        `Avant cela, ${behind ? 'derrière' : 'chez'} ${name}, ${from === to ? `le ${from}` : `du ${from} au ${to}`}.`,
    ),
    ...(now !== undefined && before.length === 0 ? ["Je ne connais pas d'hébergeur précédent."] : []),
  ],
  noHistory: (domain) => `${domain} n'est dans aucune de mes mesures ; je ne sais rien de son passé.`,
};
