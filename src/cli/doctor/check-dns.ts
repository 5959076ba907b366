import { randomBytes } from 'node:crypto';
import { createDns } from '../../net/dns-client.ts';
import { type Check, failed, messageOf, ok, warn } from './check.ts';

const PATIENCE_MS = 2000;
/** Exists, and will (RFC 2606, 3). */
const EXISTING = 'example.com';

/** Asks each server for a name that exists and for one that cannot (RFC 6761, 6.4). */
export async function checkDns(servers: readonly string[]): Promise<readonly Check[]> {
  if (servers.length === 0) {
    return [failed('DNS', 'the system names no resolver', 'set DNS_SERVERS to the IP:PORT of one')];
  }
  const checks = await Promise.all(servers.map(checkServer));
  const working = checks.some(({ level }) => level !== 'FAIL');
  // With another that answers, a dead one only costs time.
  return checks.map((check) =>
    working && check.level === 'FAIL' && check.message.includes('no answer')
      ? { ...check, level: 'warn' }
      : check,
  );
}

async function checkServer(server: string): Promise<Check> {
  const name = `DNS ${server}`;
  try {
    const dns = await createDns({
      servers: [server],
      concurrency: 2,
      qps: 0,
      timeoutMs: PATIENCE_MS,
      tries: 1,
      deadlineMs: PATIENCE_MS,
    });
    try {
      const [real, unreal] = await Promise.all([
        dns.query(EXISTING, 'A'),
        dns.query(`${randomBytes(8).toString('hex')}.invalid`, 'A'),
      ]);
      return judge(name, real.status, unreal.status);
    } finally {
      dns.close();
    }
  } catch (error) {
    return failed(name, `no answer: ${messageOf(error)}`, 'see DNS_SERVERS');
  }
}

function judge(name: string, real: string, unreal: string): Check {
  if (real === 'TIMEOUT' || unreal === 'TIMEOUT') {
    return failed(
      name,
      `no answer within ${PATIENCE_MS / 1000} s`,
      'set DNS_SERVERS to a resolver that works here',
    );
  }
  if (real === 'REFUSED' || real === 'SERVFAIL' || real === 'FORMERR') {
    return failed(
      name,
      `answers ${real} for ${EXISTING}`,
      'it must resolve any name for us: set DNS_SERVERS to one that does',
    );
  }
  if (unreal === 'NOERROR') {
    const advice =
      'servers that are gone would count as there: set DNS_SERVERS to a resolver that does not lie';
    return failed(name, 'has addresses for names that do not exist', advice);
  }
  if (unreal !== 'NXDOMAIN') {
    return warn(name, `answers ${unreal} for a name that cannot exist`, 'NXDOMAIN would be right (RFC 6761)');
  }
  return ok(name, 'answers, and does not invent');
}
