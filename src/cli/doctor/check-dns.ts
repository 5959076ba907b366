import {
  EXAMINATION_MS,
  EXAMINED_NAME,
  type ExaminedResolver,
  examineResolver,
  isRefusing,
} from '../../net/dns/examine.ts';
import { type Check, failed, ok, warn } from './check.ts';

/** Asks each resolver for a name that exists and for one that cannot exist (RFC 6761, 6.4). */
export async function checkDns(servers: readonly string[]): Promise<readonly Check[]> {
  if (servers.length === 0) {
    return [failed('DNS', 'the system names no resolver', 'set DNS_SERVERS to the IP:PORT of one')];
  }
  const checks = await Promise.all(servers.map(checkServer));
  const working = checks.some(({ check }) => check.level !== 'FAIL');
  // If another resolver works, a silent one only costs time.
  return checks.map(({ check, silent }) => (working && silent ? { ...check, level: 'warn' } : check));
}

interface ServerCheck {
  readonly check: Check;
  /** It gave no answer at all. */
  readonly silent: boolean;
}

async function checkServer(server: string): Promise<ServerCheck> {
  const name = `DNS ${server}`;
  const examined = await examineResolver(server);
  if (examined.problem !== null) {
    return { check: failed(name, `no answer: ${examined.problem}`, 'see DNS_SERVERS'), silent: true };
  }
  const silent = examined.existing === 'TIMEOUT' || examined.unreal === 'TIMEOUT';
  return { check: silent ? silence(name) : judge(name, examined), silent };
}

function silence(name: string): Check {
  const message = `no answer within ${EXAMINATION_MS / 1000} s`;
  return failed(name, message, 'set DNS_SERVERS to a resolver that works here');
}

function judge(name: string, examined: ExaminedResolver): Check {
  const { existing: real, unreal, dropsIPv6, synthesises } = examined;
  if (isRefusing(examined)) {
    return failed(
      name,
      `answers ${real} for ${EXAMINED_NAME}`,
      'it must resolve any name for us: set DNS_SERVERS to one that does',
    );
  }
  if (unreal === 'NOERROR') {
    const advice =
      'servers that are gone would count as present: set DNS_SERVERS to a resolver that does not do this';
    return failed(name, 'has addresses for names that do not exist', advice);
  }
  if (dropsIPv6) {
    const advice = 'servers would be missed: set DNS_SERVERS to a resolver that answers';
    return failed(name, 'does not answer questions for IPv6 addresses (AAAA)', advice);
  }
  if (unreal !== 'NXDOMAIN') {
    return warn(name, `answers ${unreal} for a name that cannot exist`, 'NXDOMAIN would be right (RFC 6761)');
  }
  return ok(
    name,
    synthesises
      ? 'answers correctly; it synthesises IPv6 addresses from IPv4 ones (DNS64), which are left out'
      : 'answers correctly',
  );
}
