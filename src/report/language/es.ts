import type { Network } from '../../model/network.ts';
import { createPlural } from '../../text/plural.ts';
import type { Band, Basis, CountText, Coverage, Extreme, Headline, ReportPhrases } from './language.ts';

const LOCALE = 'es-ES';
const plural = createPlural(LOCALE);
const NETWORK: Readonly<Record<Network, string>> = {
  fediverse: 'el fediverso',
  xmpp: 'la red XMPP',
  matrix: 'la red Matrix',
  web: 'nuestro grupo de control de sitios web',
};
const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'los servidores del fediverso',
  xmpp: 'los servidores XMPP',
  matrix: 'los servidores Matrix',
  web: 'los sitios web de nuestro grupo de control',
};
const NUMBER = ['ninguna', 'una', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'];

const capital = (text: string) => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
const companies = (count: number) =>
  `${capital(NUMBER[count] ?? String(count))} ${plural(count, { one: 'empresa', other: 'empresas' })}`;
const host = (count: number) => plural(count, { one: 'aloja', other: 'alojan' });
const servers = (count: number, text: string) =>
  `${text} ${plural(count, { one: 'servidor', many: 'de servidores', other: 'servidores' })}`;
const latitude = (south: boolean) => (south ? 'sur' : 'norte');
const between = ({ low, high, south }: Band) => `entre los ${low}° y ${high}° ${latitude(south)}`;

function title(headline: Headline, network: Network): string {
  const all = SERVERS[network];
  switch (headline.kind) {
    case 'few':
      return `${companies(headline.hosters)} ${host(headline.hosters)} el ${headline.share} de ${all}`;
    case 'users':
      return `${headline.name} aloja el ${headline.share} de ${all}, pero ${headline.more ? '' : 'solo '}el ${headline.userShare} de las cuentas activas`;
    case 'band':
      return `El ${headline.share} de los servidores ubicados está ${between(headline.band)}`;
    case 'rank':
      return `${headline.name} supera a ${headline.passed} y sube al número ${headline.rank} del alojamiento en ${NETWORK[network]}`;
    case 'half': {
      const { hosters, before } = headline;
      const needed = plural(before, { one: 'hacía falta', other: 'hacían falta' });
      return `${companies(hosters)} ${host(hosters)} ya más de la mitad de ${all}; antes ${needed} ${NUMBER[before] ?? before}`;
    }
    case 'five':
      return `Las cinco mayores empresas alojan ahora ${headline.rising ? 'más' : 'menos'} del ${headline.level} de ${all}`;
    case 'change':
      return `${headline.name} aloja ahora el ${headline.share} de ${all}, ${points(headline.points)} ${headline.rising ? 'más' : 'menos'}`;
    case 'record': {
      const weeks = `en al menos ${headline.weeks.text} semanas`;
      return headline.name === null
        ? `Las CDN ocultan el ${headline.share} de ${all}, el ${headline.rising ? 'máximo' : 'mínimo'} ${weeks}`
        : `${headline.name} aloja el ${headline.share} de ${all}, su cuota más ${headline.rising ? 'alta' : 'baja'} ${weeks}`;
    }
    case 'law':
      return `Al menos el ${headline.share} de ${all} depende de una empresa ${headline.region === 'us' ? 'de Estados Unidos' : 'de la UE o del EEE'}`;
    case 'flow':
      return `${headline.net.text} servidores más se han mudado de ${headline.from} a ${headline.to} que al revés`;
  }
}

function tail({ held, total, of }: Basis): string {
  if (of === 'located') return `: ${held ?? total} de ${total}.`;
  return held === null
    ? `, de ${total} que respondieron.`
    : `: ${held} de los ${total} servidores que respondieron.`;
}

const asked = ({ how, sampled, population, source, counts }: Coverage): string => {
  if (counts.population === 1) return `el único servidor de ${source}`;
  if (how === 'all') return `los ${population} servidores de ${source}`;
  if (how === 'random') return `${sampled} servidores al azar de los ${population} de ${source}`;
  return `${sampled} de los ${population} servidores de ${source}`;
};
const points = ({ value, text, decimals }: CountText) =>
  `${text} ${plural(value, { one: 'punto', other: 'puntos' }, decimals)}`;
const within = ({ margin }: Coverage) =>
  margin === null ? '' : `, margen de error por servidores de hasta ±${points(margin)}`;
const ofUsers = (userShare: string | null, comma = ',') =>
  userShare === null ? '' : `${comma} ${userShare} de las cuentas`;
const extreme = ({ domain, city, country, degrees, south }: Extreme) =>
  `${domain} en ${city}${country === null ? '' : `, ${country}`} (${degrees}° ${latitude(south)})`;

/** «Cuentas» means active users. */
export const reportSpanish: ReportPhrases = {
  code: 'es',
  locale: LOCALE,
  title,
  finding: (headline, network, basis) => `${title(headline, network)}${basis === null ? '.' : tail(basis)}`,
  quiet: (margin) =>
    margin ? 'Esta semana ningún cambio supera el margen de error.' : 'Poco ha cambiado esta semana.',
  nothingAnswered: (network, sampled) =>
    `Sin respuesta esta vez en ${NETWORK[network]}: preguntamos a ${sampled} servidores y no encontramos la dirección de ninguno.`,
  nobodyNamed: (network, answered) =>
    `No podemos decir quién aloja ${NETWORK[network]}: ninguno de los ${answered} servidores que respondieron está en un proveedor que podamos ver.`,
  coverage: (coverage, users) => {
    const { how, answered, sampled, population, source, date, counts } = coverage;
    const list =
      how === 'all' ? `de ${source}` : `${how === 'random' ? 'al azar ' : ''}(de ${population} en ${source})`;
    const tail = `${users === null ? '' : `, con ${users} cuentas activas al mes`}. ${date}${within(coverage)}.`;
    const answer = plural(counts.answered, { one: 'Respondió', other: 'Respondieron' });
    if (counts.population === 1 && counts.answered === 1)
      return `Respondió el único servidor de ${source}${tail}`;
    return `${answer} ${answered} de ${sampled} servidores ${list}${tail}`;
  },
  since: (day) => (day === null ? 'en una semana' : `desde el ${day}`),
  sinceScan: 'desde la última medición',
  toot: {
    line: (name, servers, users) => `${name}: ${servers}${users === null ? '' : `, ${users}`}`,
    ofServers: (share) => `${share} de los servidores`,
    ofUsers: (share) => `${share} de las cuentas`,
    change: (change, since) => (since === null ? ` (${change.text})` : ` (${points(change)} ${since})`),
    hidden: 'Tras CDN',
    control: (parts, { value, text }) =>
      `De ${text} ${plural(value, { one: 'web corriente', other: 'webs corrientes' })}: ${parts.join(', ')}.`,
    part: (name, share) => `${name} ${share}`,
    hiddenPart: (share) => `tras CDN ${share}`,
    moved: ({ value, text }) =>
      `${servers(value, text)} ${plural(value, { one: 'se mudó', other: 'se mudaron' })}.`,
  },
  movers: {
    intro: ({ value, text }, answered, since) =>
      `${capital(since)}, ${text} de los ${answered} servidores que respondieron ${plural(value, { one: 'cambió', other: 'cambiaron' })} de proveedor o de CDN. Saldo:`,
    flow: (from, to, { text }) => `${from} → ${to}: +${text}`,
  },
  alt: {
    chart: (kind, network, date) => {
      if (kind === 'year')
        return `Gráfico de líneas: quién aloja ${NETWORK[network]} a lo largo del tiempo, hasta el ${date}.`;
      if (kind === 'users')
        return `Gráfico de puntos: cuotas de servidores y de cuentas activas en ${NETWORK[network]}, ${date}.`;
      if (kind === 'law')
        return `Gráfico de barras: a qué leyes están sujetas las empresas de las que depende ${NETWORK[network]}, ${date}.`;
      if (kind === 'latitude')
        return `Gráfico de barras: en qué latitud están los servidores en ${NETWORK[network]}, ${date}.`;
      return `Gráfico de barras: quién aloja ${NETWORK[network]}, ${date}.`;
    },
    coverage: (coverage) => {
      const { unresolved, answered, counts } = coverage;
      const answer = plural(counts.answered, { one: 'respondió', other: 'respondieron' });
      const all = counts.population === 1 ? 'respondió' : 'todos respondieron';
      const who = unresolved === null ? all : `${answered} ${answer}, ${unresolved} no`;
      return `Consultamos ${asked(coverage)}; ${who}${within(coverage)}.`;
    },
    reading: (users, bounds) =>
      `De cada proveedor, su cuota de los servidores que respondieron${bounds ? ', como máximo la que tendría si todo lo que está tras CDN fuera suyo' : ''}${users ? ', y su cuota de cuentas activas' : ''}.`,
    laws: (users) =>
      `De cada ley, la cuota de servidores tras los que está una empresa con sede allí, como CDN, proveedor u operador; como máximo, con todos aquellos cuyo proveedor está oculto${users ? '; y la cuota de cuentas activas' : ''}. Un servidor puede estar sujeto a varias.`,
    hoster: ({ name, share, max, userShare }) =>
      `${name}: ${share}${max === share ? '' : `, como máximo ${max}`}${ofUsers(userShare, ';')}.`,
    hidden: ({ share, userShare }, fronts) =>
      `Tras CDN, sin que se vea el proveedor real: ${share}${ofUsers(userShare, ';')} (${fronts}).`,
    others: ({ value, text }, share, userShare) =>
      `${value === 1 ? 'Otro proveedor' : `Los otros ${text} proveedores juntos`}: ${share}${ofUsers(userShare, ';')}.`,
    lines: (share, userShare) =>
      `Proveedores de acceso a Internet, que solo ponen la línea: ${share}${ofUsers(userShare, ';')}.`,
    unattributed: ({ value, text }) => `De ${servers(value, text)} no se conoce la red.`,
    concentration: (hhi, nakamoto, lines) => {
      const half =
        nakamoto === null
          ? 'las empresas conocidas no reúnen más de la mitad'
          : `${nakamoto.value === 1 ? 'una sola empresa reúne' : `${nakamoto.text} empresas reúnen`} más de la mitad`;
      return `Concentración${lines ? ', incluidos los proveedores de acceso' : ''}: ${half}; el índice de Herfindahl-Hirschman es de al menos ${hhi} sobre 10.000.`;
    },
    users: (active, { value, text }) =>
      `Las cuentas son las ${active} activas al mes que ${plural(value, { one: 'declara', other: 'declaran' })} ${servers(value, text)}.`,
    course: (name, before, now) =>
      `${name ?? 'Ocultos tras CDN'}: ${before === now ? `${now}, sin cambios` : `del ${before} al ${now}`}.`,
    since: (date) => `Cuotas de los servidores que respondieron, desde el ${date}.`,
    located: (located, answered) =>
      `Se conoce la ciudad de ${located} de los ${answered} servidores que respondieron; las cuotas se refieren a estos.`,
    band: (band, share, userShare) => `${capital(between(band))}: ${share}${ofUsers(userShare, ';')}.`,
    extremes: (north, south) =>
      `El servidor más al norte es ${extreme(north)}, el más al sur ${extreme(south)}.`,
  },
  chart: {
    servers: 'cuota de servidores',
    users: 'de cuentas activas',
    bound: 'como máximo, con todo tras CDN',
    serversColumn: 'servidores',
    usersColumn: 'cuentas',
    hidden: 'Ocultos tras CDN',
    eea: 'UE y EEE',
    seatUnknown: 'Sede desconocida',
    overlap: 'Un servidor puede estar sujeto a varias leyes.',
    band: ({ low, high, south }) => `${low}° a ${high}° ${latitude(south)}`,
    located: (located, { answered, population, source, date }) =>
      `${located} servidores de ciudad conocida, de ${answered} que respondieron, de ${population} en ${source}. ${date}.`,
    credit: (users) =>
      `${users === null ? '' : `${users} cuentas activas al mes, según los servidores. `}Por whohosts, CC BY 4.0.`,
  },
};
