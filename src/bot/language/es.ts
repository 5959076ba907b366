import type { Network } from '../../model/network.ts';
import { createPlural } from '../../text/plural.ts';
import type { CompanyPhrase, Hosting, PlacePhrase, ReplyLanguage } from './language.ts';
import { spanishVocabulary } from './vocabulary/es.ts';

const plural = createPlural('es-ES');

const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'servidores del fediverso',
  xmpp: 'servidores XMPP',
  matrix: 'servidores Matrix',
  web: 'sitios web',
};
const SERVER: Readonly<Record<Network, string>> = {
  fediverse: 'servidor del fediverso',
  xmpp: 'servidor XMPP',
  matrix: 'servidor Matrix',
  web: 'sitio web',
};

/** Where a server is, as the beginning of a sentence. */
function location(domain: string, place: PlacePhrase | null): string | null {
  if (place === null) return null;
  if (place.accuracy === 'anycast') return `${domain} está en muchos lugares a la vez (anycast)`;
  if (place.country === null) return null;
  if (place.accuracy === 'uncertain') return `${domain} está probablemente en ${place.country}`;
  if (place.city === null) return `${domain} está en ${place.country}`;
  return `${domain} está en ${place.city} (${place.country})`;
}

function where(place: PlacePhrase | null): string {
  if (place === null) return '';
  if (place.accuracy === 'anycast') return ', en muchos lugares a la vez (anycast)';
  if (place.country === null) return '';
  const here = place.city === null ? place.country : `${place.city}, ${place.country}`;
  return place.accuracy === 'uncertain' ? ` (país probable: ${place.country})` : ` (${here})`;
}

function hosting({ domain, hoster, front, operator, shared, kind, place }: Hosting): string {
  const known = operator === null ? '' : ` Lo gestiona ${operator} (alojamiento gestionado).`;
  const run = shared
    ? ' Muchos servidores ajenos comparten su dirección: probablemente es alojamiento gestionado.'
    : known;
  if (front !== null) {
    return `${domain} está detrás de ${front}, que oculta quién lo aloja.${run}`;
  }
  if (hoster === null) {
    const located = location(domain, place);
    return located === null
      ? `No puedo decir quién aloja ${domain}.${run}`
      : `${located}; no puedo decir quién lo aloja.${run}`;
  }
  if (kind === 'isp') {
    return `${domain} se conecta a través de ${hoster}, un proveedor de internet${where(place)}: seguramente una máquina propia, en casa o en una oficina.${run}`;
  }
  if (kind === 'education' || kind === 'government' || kind === 'business') {
    return `${domain} está en la red de ${hoster}${where(place)}.${run}`;
  }
  return `${domain} está alojado en ${hoster}${where(place)}.${run}`;
}

function at({ name, behind }: CompanyPhrase): string {
  return `${behind ? 'detrás de' : 'en'} ${name}`;
}

/** Un español sencillo, amable y breve, de tú. */
export const replySpanish: ReplyLanguage = {
  code: 'es',
  locale: 'es-ES',
  space: ' ',
  vocabulary: spanishVocabulary,
  help:
    'Digo quién aloja un servidor. Mencióname con su nombre, por ejemplo mastodon.social; hasta tres a la vez, y también vale un enlace o un usuario.\n\n' +
    'También conozco: compara A B, historial NOMBRE, vigila NOMBRE, top, norte. Añade xmpp, matrix o web para otra red. ' +
    'Respóndeme «borra» o «stop»: quito mi respuesta y callo hasta que vuelvas a preguntar.',
  refused: {
    ip: 'Eso es una dirección IP. Yo busco nombres: mencióname con un dominio, por ejemplo mastodon.social, y digo quién lo aloja.',
    'single label':
      'Eso no es un dominio entero: le falta el final. Mencióname con un nombre como mastodon.social y digo quién lo aloja.',
    'hidden service':
      'Eso es un servicio oculto: quién lo aloja está oculto a propósito, y no intento averiguarlo.',
    nothing:
      'No he encontrado ningún dominio ahí. Mencióname con un nombre como mastodon.social y digo quién lo aloja.',
  },
  unsure: (domain) => `¿Te refieres al servidor ${domain}? Mencióname solo con ese nombre y lo consulto.`,
  watching: (names) =>
    `Te avisaré una sola vez, por mensaje directo, cuando ${names} cambie de proveedor. Responde «stop» para terminar.`,
  watchingFull: (most) =>
    `Vigilo como máximo ${most} servidores por persona. Responde «stop» para terminar con todos y dime después cuáles importan.`,
  moved: ({ domain, before, now, date }) =>
    `${domain} se ha mudado: estaba ${at(before)} y la medición del ${date} lo encontró ${at(now)}. Querías saberlo; la vigilancia termina aquí.`,
  contentWarning: 'Aviso de contenido, como en tu mensaje',
  busy: 'Han sido muchas preguntas para una hora, y hay más gente esperando. Vuelve a preguntar más tarde.',
  full: 'Hay tantas preguntas en esta hora que tengo que hacer una pausa. Vuelve a preguntar más tarde.',
  hosting,
  unrouted: (domain) =>
    `${domain} tiene una dirección, pero no conozco ninguna red a la que pertenezca; no puedo decir quién lo aloja.`,
  notPublic: (domain) =>
    `${domain} apunta a una dirección que no está en el internet público; desde fuera nadie puede llegar a él.`,
  noAddress: (domain, status) => {
    if (status === 'NXDOMAIN') return `${domain} no existe en el DNS. ¿Será una errata?`;
    if (status === 'NODATA')
      return `${domain} existe, pero sin dirección: ningún servidor responde a ese nombre.`;
    if (status === 'TIMEOUT')
      return `Los servidores de nombres de ${domain} no han respondido a tiempo. Quizá funcione más tarde.`;
    if (status === 'CNAME_LOOP' || status === 'CNAME_CHAIN_TOO_LONG') {
      return `Las entradas DNS de ${domain} dan vueltas y no llevan a ninguna dirección. A su administración le gustará saberlo.`;
    }
    return `Los servidores de nombres de ${domain} tienen un problema ahora mismo (${status}). Quizá funcione más tarde.`;
  },
  notFound: (domain) =>
    `Ahora mismo no he podido consultar ${domain}, y no lo había visto antes. Prueba más tarde, por favor.`,
  optedOut: (domain) => `La administración de ${domain} me ha pedido que no lo mida, así que no lo consulto.`,
  several: 'Sus direcciones están en varios proveedores; este es el que tiene más.',
  ground: (ground, name) => {
    if (ground === 'range') return `Es un dato seguro: ${name} publica esa dirección como suya.`;
    if (ground === 'network')
      return `Es un dato bastante seguro: la dirección está registrada a nombre de ${name}.`;
    if (ground === 'name') return 'Es un dato menos seguro: me guío por cómo se llama la red a sí misma.';
    return `Es un dato bastante seguro: sus nombres DNS apuntan a ${name}.`;
  },
  registered: (name) => `Su bloque de direcciones está registrado a nombre de ${name}.`,
  declared: (by, country) =>
    by === null
      ? `País que indica su administración: ${country}.`
      : `Según su administración, está alojado en ${by}${country === null ? '' : ` (${country})`}.`,
  since: (date) => `Está ahí al menos desde el ${date}.`,
  standing: ({ network, name, behind, isCounted, servers, answered, share, users, userShare }) => {
    const there = `${behind ? 'detrás de' : 'en'} ${name}`;
    const forms = { one: 'cuenta activa', many: 'de cuentas activas', other: 'cuentas activas' };
    const accounts = users && `${users.text} ${plural(users.value, forms)}`;
    const people = users === null ? '' : `, con ${accounts}${userShare === null ? '' : ` (${userShare})`}`;
    const among = `De los ${answered.text} ${SERVERS[network]} que respondieron,`;
    if (servers.value > 1) return `${among} ${servers.text} están ${there} (${share})${people}.`;
    if (isCounted) return `${among} es el único que está ${there}${people}.`;
    return `${among} solo uno está ${there}${people}.`;
  },
  measured: (date) => `Medido el ${date}.`,
  stale: (date) => `Ahora no he podido comprobarlo; esto es del ${date}.`,
  more: (left) => `Respondo a tres nombres a la vez; ${left === 1 ? 'queda uno' : `quedan ${left}`}.`,
  same: (name) => `Los dos están con ${name}.`,
  different: 'Están con empresas distintas.',
  incomparable: 'Desde fuera no se ve si comparten proveedor.',
  top: ({ network, lines, hidden, answered, date }) => [
    `Los mayores proveedores de ${SERVERS[network]}:`,
    ...lines.map(({ rank, name, share }) => `${rank}. ${name}: ${share}`),
    `${hidden === null ? '' : `${hidden} están detrás de CDN, que ocultan al proveedor. `}Recuento entre ${answered.text} ${answered.value === 1 ? `${SERVER[network]} que respondió` : `${SERVERS[network]} que respondieron`} el ${date}.`,
  ],
  north: ({ network, domain, latitude, place, hoster, located, date }) =>
    `${located.value === 1 ? `El único ${SERVER[network]}` : `El más al norte de los ${located.text} ${SERVERS[network]}`} cuyo lugar se conoce es ${domain}, a ${latitude}° norte${where(place)}${hoster === null ? '' : `, alojado en ${hoster}`}. Según las bases de datos IP, que a veces se equivocan. Medido el ${date}.`,
  named: ({ network, role, name, servers, answered, share, users, userShare }) => {
    const forms = { one: 'cuenta activa', many: 'de cuentas activas', other: 'cuentas activas' };
    const accounts = users && `${users.text} ${plural(users.value, forms)}`;
    const people = users === null ? '' : `, con ${accounts}${userShare === null ? '' : ` (${userShare})`}`;
    const isOne = servers.value === 1;
    const count = isOne ? 'solo uno' : servers.text;
    // Some names of countries take an article, which the data lacks.
    if (role === 'country')
      return `${name}: ${count} de los ${answered.text} ${SERVERS[network]} que respondieron (${share})${people}.`;
    const there = {
      hoster: `${count} ${isOne ? 'está' : 'están'} en ${name}`,
      front: `${count} ${isOne ? 'está' : 'están'} detrás de ${name}`,
      operator: `${name} gestiona ${count}`,
    }[role];
    return `De los ${answered.text} ${SERVERS[network]} que respondieron, ${there} (${share})${people}.`;
  },
  rank: (role, place, of) => {
    const kinds = {
      hoster: 'proveedores',
      front: 'CDN',
      operator: 'servicios de alojamiento gestionado',
      country: 'países',
    };
    return `Es el número ${place} de ${of} ${kinds[role]}.`;
  },
  unseen: (share) => `Otro ${share} está detrás de CDN, que ocultan el proveedor y el lugar.`,
  similar: (names) =>
    `¿Te refieres a ${names}? Mencióname solo con ese nombre y te digo cuántos servidores hay ahí.`,
  noFigures: (network) => `Todavía no tengo cifras de ${SERVERS[network]}. Vuelve a preguntar en unos días.`,
  history: (domain, [now, ...before]) => [
    now === undefined
      ? `Nunca he visto responder a ${domain}.`
      : `${domain} está ${now.behind ? 'detrás de' : 'en'} ${now.name} desde el ${now.from}${now.to === now.from ? '' : ` (visto por última vez el ${now.to})`}.`,
    ...before.map(
      ({ name, behind, from, to }) =>
        `Antes, ${behind ? 'detrás de' : 'en'} ${name}, ${from === to ? `el ${from}` : `del ${from} al ${to}`}.`,
    ),
    ...(now !== undefined && before.length === 0 ? ['No conozco ningún proveedor anterior.'] : []),
  ],
  noHistory: (domain) => `${domain} no aparece en ninguna de mis mediciones; no sé nada de su pasado.`,
};
