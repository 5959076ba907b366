import { parseJsonObject } from '../../text/json.ts';
import type { Plausible } from '../check-rows.ts';
import { createFrontSource, LIMITS } from '../front-list.ts';
import type { UpdateSource } from '../source.ts';

/**
 * https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html: the prefixes of the service
 * CLOUDFRONT.
 */
export function createCloudfront(
  base = 'https://ip-ranges.amazonaws.com',
  rows: Plausible = [50, 2000],
): UpdateSource {
  return createFrontSource({
    id: 'cloudfront',
    title: 'Amazon CloudFront',
    urls: [`${base}/ip-ranges.json`],
    read: readRanges,
    dateOf: (body) => /^\d{4}-\d\d-\d\d(?=-)/.exec(String(parseJsonObject(body)?.createDate))?.[0] ?? null,
    rows,
    limits: LIMITS,
  });
}

function readRanges(body: string): readonly string[] | null {
  const document = parseJsonObject(body);
  const { prefixes, ipv6_prefixes: ipv6 } = document ?? {};
  if (!Array.isArray(prefixes) || !Array.isArray(ipv6)) return null;
  const entries: unknown[] = [...prefixes, ...ipv6];
  return entries.flatMap((entry) => {
    const { service, ip_prefix, ipv6_prefix } = entry as Record<string, unknown>;
    return service === 'CLOUDFRONT' ? [String(ip_prefix ?? ipv6_prefix)] : [];
  });
}
