import type { Attribution } from '../model/attribution.ts';

const NOT_ATTRIBUTED: Readonly<Record<Exclude<Attribution['status'], 'OK'>, string>> = {
  UNROUTED: 'no network announces it',
  NOT_PUBLIC: 'not a public address',
  INVALID: 'not an IP address',
};

/** One line of text: `116.203.1.1: Hetzner (hosting), AS24940, Nuremberg, DE`. */
export function describeAttribution(attribution: Attribution): string {
  const { input, status, front, hoster, operator, kind, asn, location } = attribution;
  if (status !== 'OK') return `${JSON.stringify(input)}: ${NOT_ATTRIBUTED[status]}`;
  const who =
    front === null
      ? `${hoster?.name ?? 'unknown hoster'}${kind === null ? '' : ` (${kind})`}`
      : `behind ${front.name}, which hides the hoster`;
  const managed = operator === null ? [] : [`run by ${operator.name}`];
  const place = location === null ? [] : [location.city, location.country].filter((part) => part !== null);
  return `${input}: ${[who, ...managed, `AS${asn}`, ...place].join(', ')}`;
}
