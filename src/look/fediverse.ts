import { resolve } from '../net/resolve.ts';
import type { Locate } from './locate.ts';
import { fetchNodeInfo } from './nodeinfo.ts';

const HTTPS = 443;

/** ActivityPub is spoken over HTTPS at the domain's own address (https://www.w3.org/TR/activitypub/, section 3.1). */
export const locateFediverse: Locate = async (domain, { dns, http }) => {
  const { status, cname, addresses } = await resolve(dns, domain);
  if (addresses.length === 0) return { status, endpoints: [], cname, http: 'SKIPPED', self: null };
  const endpoints = [{ host: domain, port: HTTPS, addresses }];
  const nodeInfo = http === null ? null : await fetchNodeInfo(http, domain);
  return { status, endpoints, cname, http: nodeInfo?.status ?? 'SKIPPED', self: nodeInfo?.self ?? null };
};
