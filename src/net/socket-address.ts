import { parseAddress } from '../model/address.ts';

export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads `ip:port` or `[ip6]:port`; null for anything else. */
export function parseSocketAddress(text: string): SocketAddress | null {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)):(\d{1,5})$/i.exec(text.trim());
  const host = parseAddress(parts?.[1] ?? parts?.[2] ?? '');
  const port = Number(parts?.[3]);
  if (host === null || !(port >= 1 && port <= 65_535)) return null;
  return { host, port };
}
