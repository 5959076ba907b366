import { afterAll, describe, expect, it } from 'vitest';
import { DNS_STATUSES, type DnsStatus, HTTP_STATUSES, type HttpStatus } from '../../src/model/observation.ts';
import { openStore } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { finding, scan, temporaryFolder, week } from '../kit/findings.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const a = domain('a.example');
const sight = (status: DnsStatus, http: HttpStatus) => finding(a, { status, http, self: null });

/** What the store says of one server, whose answers in each week are given. */
function silentAfter(...weeks: readonly (readonly [DnsStatus, HttpStatus])[]) {
  const store = openStore(folder.file('whohosts.db'));
  for (const [index, [status, http]] of weeks.entries())
    scan(store, [sight(status, http), finding(domain('b.example'))], { week: index });
  const silent = store.history.silent('fediverse');
  store.close();
  return silent.map(({ unreachableSince }) => unreachableSince);
}

describe('servers that gave no answer', () => {
  it('are none before the first scan', () => {
    const store = openStore(folder.file('whohosts.db'));
    expect(store.history.silent('fediverse')).toEqual([]);
    store.close();
  });

  it.each(DNS_STATUSES)('by DNS: %s', (status) => {
    const silent: readonly DnsStatus[] = ['TIMEOUT', 'SERVFAIL', 'REFUSED', 'FORMERR', 'UNDETERMINED'];
    expect(silentAfter([status, 'SKIPPED'])).toEqual(silent.includes(status) ? [null] : []);
  });

  it.each(HTTP_STATUSES)('over HTTP: %s', (http) => {
    const isSilent = http === 'TIMEOUT' || http === 'UNREACHABLE';
    expect(silentAfter(['NOERROR', http])).toEqual(isSilent ? [null] : []);
    expect(silentAfter(['NOERROR', http], ['NOERROR', http])).toEqual(isSilent ? [week(0)] : []);
  });

  it.each([
    [['OK', 'TIMEOUT', 'TIMEOUT', 'TIMEOUT'], [week(1)]],
    [['TIMEOUT', 'OK', 'TIMEOUT'], [null]],
    [['TIMEOUT', 'TIMEOUT', 'OK'], []],
    // Another failure begins anew: rather too short than too long.
    [['TIMEOUT', 'UNREACHABLE', 'UNREACHABLE'], [week(1)]],
  ] as const)('are counted in a row: %j', (weeks, expected) => {
    expect(silentAfter(...weeks.map((http) => ['NOERROR', http] as const))).toEqual(expected);
  });

  it('are those of the last scan of their network', () => {
    const store = openStore(folder.file('whohosts.db'));
    scan(store, [sight('NOERROR', 'TIMEOUT')]);
    scan(store, [finding(domain('b.example'))], { week: 1 });
    scan(store, [finding(a, { network: 'xmpp', http: 'TIMEOUT', self: null })], { network: 'xmpp', week: 2 });
    expect(store.history.silent('fediverse')).toEqual([]);
    expect(store.history.silent('xmpp').map((server) => server.domain)).toEqual([a]);
    store.close();
  });
});
