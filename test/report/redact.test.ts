import { expect, it } from 'vitest';
import { redactReport } from '../../src/report/redact.ts';
import { buildReport } from '../../src/report/report.ts';
import type { Report } from '../../src/report/report-shape.ts';
import { hoster, scan, server } from '../statistics/servers.ts';

const NAMES = ['north.example', 'south.example', 'mover.example', 'liar.example', 'farm.example'];

function report(): Report {
  const located = (domain: string, lat: number) =>
    server(domain, { hoster: hoster('aa'), city: 'City', lat, lon: 1, usersTotal: 5, usersActiveMonth: 2 });
  const list = [
    located('north.example', 69),
    located('middle.example', 50),
    located('south.example', -40),
    server('mover.example', { hoster: hoster('bb') }),
    server('liar.example', { hoster: hoster('bb'), usersTotal: 1, usersActiveMonth: 2 }),
    server('n1.farm.example', { hoster: hoster('bb') }),
  ];
  const place = (id: string) => ({ hoster: hoster(id), front: null, addresses: ['192.0.2.1'] });
  const domain = list[3]?.domain;
  if (domain === undefined) throw new Error('no mover');
  return buildReport({
    scan: scan(list.length, { farms: [{ registrableDomain: 'farm.example', names: 99, counted: 1 }] }),
    servers: list,
    movers: [{ domain, change: 'hoster', from: place('aa'), to: place('bb') }],
    previous: null,
    comparison: [],
  });
}

it('removes the names of servers that opted out since the scan, and keeps their counts', () => {
  const whole = report();
  for (const name of NAMES) expect(JSON.stringify(whole)).toContain(name);
  const redacted = redactReport(whole, (domain) => NAMES.includes(domain));
  for (const name of NAMES) expect(JSON.stringify(redacted)).not.toContain(name);
  const { answered, hosters, activeUsers, comparison, flows, concentration, kinds } = whole;
  expect(redacted).toMatchObject({ answered, hosters, activeUsers, comparison, flows, concentration, kinds });
});

it('changes nothing if no server opted out', () => {
  expect(redactReport(report(), () => false)).toEqual(report());
});
