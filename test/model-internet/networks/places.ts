/** A piece of somebody's address space that model servers live in. */
export interface Place {
  readonly id: string;
  /** The AS that announces all its blocks. */
  readonly asn: number;
  readonly kind: 'hosting' | 'cdn' | 'isp' | 'education';
  /** How many of 1,000 model servers live here. */
  readonly weight: number;
  /** CIDR notation. */
  readonly ipv4: readonly string[];
  /** CIDR notation. */
  readonly ipv6?: readonly string[];
}

/**
 * Real hosters' ranges (from @ip-location-db/asn, June 2026), in proportions like those published for the
 * fediverse: OVH, Cloudflare, Hetzner and DigitalOcean lead, then Linode, netcup, Amazon, Oracle, Vultr and a
 * long tail (github.com/daenney/fedinetmap, July 2023). The managed hosters are apart, in managed.ts.
 */
export const PLACES: readonly Place[] = [
  place(
    'ovh',
    16276,
    'hosting',
    85,
    ['51.254.0.0/15', '54.36.0.0/14', '141.94.0.0/15', '57.128.0.0/16'],
    ['2001:41d0::/33'],
  ),
  place('cloudflare', 13335, 'cdn', 140, ['104.21.0.0/17', '172.67.0.0/16'], ['2606:4700:3030::/48']),
  place(
    'hetzner',
    24940,
    'hosting',
    118,
    ['116.202.0.0/15', '95.216.0.0/15', '78.46.0.0/15', '65.108.0.0/15', '49.12.0.0/15'],
    ['2a01:4f8::/32', '2a01:4f9::/32'],
  ),
  place('hetzner-us', 213230, 'hosting', 9, ['5.161.0.0/16']),
  place(
    'digitalocean',
    14061,
    'hosting',
    56,
    ['68.183.0.0/16', '46.101.0.0/16', '206.189.0.0/16', '188.166.0.0/16', '209.38.0.0/16'],
    ['2400:6180:100::/40'],
  ),
  place(
    'linode',
    63949,
    'hosting',
    33,
    ['139.162.0.0/16', '172.105.0.0/16', '143.42.0.0/16'],
    ['2600:3c00::/31', '2a01:7e00::/30'],
  ),
  place(
    'netcup',
    197540,
    'hosting',
    31,
    ['89.58.0.0/18', '202.61.224.0/19', '46.38.224.0/19'],
    ['2a03:4000::/32'],
  ),
  place('aws', 16509, 'hosting', 22, ['18.130.0.0/16', '3.120.0.0/14', '108.128.0.0/13'], ['2a05:d000::/25']),
  place('aws-us-east', 14618, 'hosting', 8, ['3.208.0.0/12', '44.192.0.0/11']),
  place(
    'oracle',
    31898,
    'hosting',
    21,
    ['129.151.0.0/16', '144.24.0.0/16', '193.122.0.0/15'],
    ['2603:c002:8000::/36'],
  ),
  place('vultr', 20473, 'hosting', 20, ['45.76.0.0/15', '45.32.0.0/16', '149.28.128.0/17']),
  place(
    'contabo',
    51167,
    'hosting',
    18,
    ['161.97.64.0/18', '62.171.128.0/18', '38.242.192.0/18'],
    ['2a02:c207::/32'],
  ),
  place(
    'scaleway',
    12876,
    'hosting',
    16,
    ['51.158.0.0/15', '51.15.0.0/16', '62.210.0.0/16'],
    ['2001:bc8::/32'],
  ),
  place('sakura', 7684, 'hosting', 9, ['133.242.0.0/16', '153.126.0.0/16'], ['2401:2500::/32']),
  place('sakura-vps', 9370, 'hosting', 6, ['160.16.0.0/16', '163.43.0.0/16']),
  place('google', 396982, 'hosting', 12, ['34.116.0.0/14', '35.220.0.0/14', '34.64.0.0/11']),
  place(
    'ionos',
    8560,
    'hosting',
    12,
    ['87.106.0.0/16', '82.165.0.0/16', '217.160.0.0/16'],
    ['2a02:2478::/29'],
  ),
  place('fastly', 54113, 'cdn', 5, ['151.101.0.0/16'], ['2a04:4e42::/32']),
  place('azure', 8075, 'hosting', 7, ['20.64.0.0/11', '4.160.0.0/11']),
  place('leaseweb', 60781, 'hosting', 6, ['95.211.0.0/16', '85.17.0.0/16']),
  place('infomaniak', 29222, 'hosting', 6, ['83.228.192.0/18', '84.16.64.0/19'], ['2001:1600::/31']),
  place('gandi', 29169, 'hosting', 5, ['155.133.128.0/18', '213.167.240.0/20']),
  place('mythic-beasts', 44684, 'hosting', 5, ['93.93.128.0/21', '46.235.224.0/21'], ['2a00:1098::/32']),
  place('xserver', 131965, 'hosting', 6, ['162.43.0.0/17', '85.131.192.0/18']),
  place('upcloud', 202053, 'hosting', 4, ['94.237.0.0/18']),
  place('exoscale', 61098, 'hosting', 3, ['194.182.160.0/19']),
  place('frantech', 53667, 'hosting', 6, ['209.141.32.0/19', '198.98.48.0/20'], ['2a09:7500::/29']),
  place('1984', 44925, 'hosting', 3, ['93.95.224.0/21']),
  place('flokinet', 200651, 'hosting', 3, ['185.246.188.0/22']),
  place('racknerd', 36352, 'hosting', 4, ['107.174.192.0/18']),
  place('contabo-us', 40021, 'hosting', 4, ['66.94.96.0/19', '207.244.224.0/19']),
  place('hosthatch', 63473, 'hosting', 3, ['85.155.176.0/20']),
  place('velia', 29066, 'hosting', 3, ['85.195.64.0/18']),
  place('comcast', 7922, 'isp', 9, ['73.0.0.0/9', '98.192.0.0/10']),
  place('telekom-de', 3320, 'isp', 10, ['93.192.0.0/10', '79.192.0.0/10'], ['2003::/24']),
  place('vodafone-de', 3209, 'isp', 9, ['88.64.0.0/12', '178.0.0.0/12']),
  place('free-fr', 12322, 'isp', 10, ['82.224.0.0/11', '88.160.0.0/11'], ['2a01:e0a::/38']),
  place('att', 7018, 'isp', 8, ['107.192.0.0/11']),
  place('orange-fr', 3215, 'isp', 7, ['86.192.0.0/11']),
  place('bt', 2856, 'isp', 6, ['86.128.0.0/10']),
  place('ocn', 4713, 'isp', 8, ['114.144.0.0/12', '118.0.0.0/12'], ['2400:4000::/22']),
  place('kpn', 1136, 'isp', 5, ['77.160.0.0/12']),
  place('telia-se', 3301, 'isp', 5, ['90.224.0.0/12']),
  place('bell-ca', 577, 'isp', 5, ['70.48.0.0/13']),
  place('telstra', 1221, 'isp', 4, ['1.128.0.0/11']),
  place('dfn', 680, 'education', 4, ['141.22.0.0/16', '139.18.0.0/16']),
  place('renater', 2200, 'education', 3, ['132.166.0.0/15']),
  place('jisc', 786, 'education', 3, ['193.60.0.0/14']),
];

function place(
  id: string,
  asn: number,
  kind: Place['kind'],
  weight: number,
  ipv4: readonly string[],
  ipv6?: readonly string[],
): Place {
  return ipv6 === undefined ? { id, asn, kind, weight, ipv4 } : { id, asn, kind, weight, ipv4, ipv6 };
}
