import type { Network } from '../../model/network.ts';
import type { Hosting, Place, ReplyLanguage } from './language.ts';

const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'servidores del fediverso',
  xmpp: 'servidores XMPP',
  matrix: 'servidores Matrix',
  web: 'sitios web',
};

function where(place: Place | null): string {
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
  if (hoster === null) return `No puedo decir quién aloja ${domain}${where(place)}.${run}`;
  if (kind === 'isp') {
    return `${domain} se conecta a través de ${hoster}, un proveedor de internet${where(place)}: seguramente una máquina propia, en casa o en una oficina.${run}`;
  }
  if (kind === 'education' || kind === 'government' || kind === 'business') {
    return `${domain} está en la red de ${hoster}${where(place)}.${run}`;
  }
  return `${domain} está alojado en ${hoster}${where(place)}.${run}`;
}

/** Un español sencillo, amable y breve, de tú. */
export const es: ReplyLanguage = {
  code: 'es',
  locale: 'es-ES',
  space: ' ',
  vocabulary: {
    commands: {
      help: ['ayuda', 'ayúdame', 'comandos'],
      top: ['mayores', 'clasificación'],
      north: ['norte'],
      history: ['historial', 'historia'],
      compare: ['compara', 'comparar', 'contra'],
      stop: ['basta', 'detente'],
      delete: ['borra', 'borrar', 'elimina', 'eliminar'],
    },
    networks: { fediverse: ['fediverso'], xmpp: [], matrix: [], web: ['sitios'] },
    fillers: ['por', 'favor', 'el', 'la', 'los', 'del', 'de', 'servidor', 'servidores'],
  },
  help:
    'Digo quién aloja un servidor. Mencióname con su nombre, por ejemplo mastodon.social; hasta tres a la vez, y también vale un enlace o un usuario.\n\n' +
    'También conozco: compara A B, historial NOMBRE, top, norte. Añade xmpp, matrix o web para otra red. ' +
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
    return `Es un dato bastante seguro: sus nombres llevan a ${name}.`;
  },
  declared: (by, country) =>
    `Su administración declara: ${[by === null ? '' : `alojado en ${by}`, country === null ? '' : `país: ${country}`].filter((part) => part !== '').join(', ')}.`,
  since: (date) => `Visto ahí desde el ${date}.`,
  standing: ({ network, name, behind, servers, answered, share, users, userShare }) =>
    `De ${answered} ${SERVERS[network]} que respondieron, ${servers} están ${behind ? 'detrás de' : 'en'} ${name} (${share})${users === null ? '' : `, con ${users} personas activas${userShare === null ? '' : ` (${userShare})`}`}.`,
  measured: (date) => `Medido el ${date}.`,
  stale: (date) => `Ahora no he podido comprobarlo; esto es del ${date}.`,
  more: (left) => `Respondo a tres nombres a la vez; ${left === 1 ? 'queda uno' : `quedan ${left}`}.`,
  same: (name) => `Los dos están con ${name}.`,
  different: 'Están con empresas distintas.',
  incomparable: 'Desde fuera no se ve si comparten proveedor.',
  top: ({ network, lines, hidden, answered, date }) => [
    `Los mayores proveedores de ${SERVERS[network]}:`,
    ...lines.map(({ rank, name, share }) => `${rank}. ${name}: ${share}`),
    `${hidden === null ? '' : `${hidden} están detrás de CDN, que ocultan al proveedor. `}Recuento entre ${answered} ${SERVERS[network]} que respondieron el ${date}.`,
  ],
  north: ({ network, domain, latitude, place, hoster, located, date }) =>
    `El más al norte de los ${located} ${SERVERS[network]} cuyo lugar se conoce es ${domain}, a ${latitude}° norte${where(place)}${hoster === null ? '' : `, alojado en ${hoster}`}. Según las bases de datos IP, que a veces se equivocan. Medido el ${date}.`,
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
