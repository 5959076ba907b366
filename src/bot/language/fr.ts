import type { Network } from '../../model/network.ts';
import type { Hosting, Place, ReplyLanguage } from './language.ts';

const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'serveurs du fédivers',
  xmpp: 'serveurs XMPP',
  matrix: 'serveurs Matrix',
  web: 'sites web',
};

function where(place: Place | null): string {
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
  if (hoster === null) return `Je ne peux pas dire qui héberge ${domain}${where(place)}.${run}`;
  if (kind === 'isp') {
    return `${domain} est relié à Internet par ${hoster}, un fournisseur d'accès${where(place)} : sans doute une machine personnelle, à la maison ou au bureau.${run}`;
  }
  if (kind === 'education' || kind === 'government' || kind === 'business') {
    return `${domain} est dans le réseau de ${hoster}${where(place)}.${run}`;
  }
  return `${domain} est hébergé par ${hoster}${where(place)}.${run}`;
}

/** Un français simple, aimable et court, avec tutoiement comme d'usage dans le fédivers. */
export const fr: ReplyLanguage = {
  code: 'fr',
  locale: 'fr-FR',
  space: ' ',
  vocabulary: {
    commands: {
      help: ['aide', 'aider', 'commandes'],
      top: ['classement', 'premiers'],
      north: ['nord'],
      history: ['historique', 'histoire'],
      compare: ['compare', 'comparer', 'contre'],
      stop: ['arrête', 'arrêter', 'stoppe'],
      delete: ['supprime', 'supprimer', 'efface', 'effacer'],
    },
    networks: { fediverse: ['fédivers'], xmpp: [], matrix: [], web: ['sites'] },
    fillers: ['stp', 'svp', 'le', 'la', 'les', 'du', 'de', 'des', 'moi', 'hébergeurs', 'serveur', 'serveurs'],
  },
  help:
    "Je dis qui héberge un serveur. Mentionne-moi avec son nom, par exemple mastodon.social ; jusqu'à trois à la fois. Un lien ou un identifiant convient aussi.\n\n" +
    'Je connais aussi : compare A B, historique NOM, top, nord. Ajoute xmpp, matrix ou web pour un autre réseau. ' +
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
    return `C'est assez sûr : ses noms mènent à ${name}.`;
  },
  declared: (by, country) =>
    `Son admin déclare : ${[by === null ? '' : `hébergé par ${by}`, country === null ? '' : `pays : ${country}`].filter((part) => part !== '').join(', ')}.`,
  since: (date) => `Il y est au moins depuis le ${date}.`,
  standing: ({ network, name, behind, servers, answered, share, users, userShare }) =>
    `Sur ${answered} ${SERVERS[network]} qui ont répondu, ${servers} sont ${behind ? 'derrière' : 'chez'} ${name} (${share})${users === null ? '' : `, avec ${users} personnes actives${userShare === null ? '' : ` (${userShare})`}`}.`,
  measured: (date) => `Mesuré le ${date}.`,
  stale: (date) => `Je n'ai pas pu vérifier à l'instant ; ceci date du ${date}.`,
  more: (left) => `Je réponds à trois noms à la fois ; il en reste ${left}.`,
  same: (name) => `Les deux sont chez ${name}.`,
  different: 'Ils sont chez des entreprises différentes.',
  incomparable: "De l'extérieur, on ne voit pas s'ils ont le même hébergeur.",
  top: ({ network, lines, hidden, answered, date }) => [
    `Les plus grands hébergeurs de ${SERVERS[network]} :`,
    ...lines.map(({ rank, name, share }) => `${rank}. ${name} : ${share}`),
    `${hidden === null ? '' : `${hidden} sont derrière des CDN, qui cachent l'hébergeur. `}Compté parmi ${answered} ${SERVERS[network]} qui ont répondu le ${date}.`,
  ],
  north: ({ network, domain, latitude, place, hoster, located, date }) =>
    `Le plus au nord des ${located} ${SERVERS[network]} dont le lieu est connu : ${domain}, à ${latitude}° nord${where(place)}${hoster === null ? '' : `, hébergé par ${hoster}`}. D'après les bases de données IP, qui se trompent parfois. Mesuré le ${date}.`,
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
