import type { SrvTarget } from '../dns/zone.ts';
import { createNetworkBuilder, type Ground, type ModelNetwork } from './builder.ts';

const target = (host: string, port = 5269, priority = 5, weight = 0): SrvTarget => ({
  priority,
  weight,
  port,
  target: host,
});

/** 60 XMPP domains, in every way that RFC 6120 and XEP-0368 know of having or not having a server. */
export function modelXmpp({ name, house }: Ground): ModelNetwork {
  const network = createNetworkBuilder();
  const website = { ip: '172.67.10.10' };

  for (let at = 0; at < 22; at++) {
    const [domain, home] = [name(), house()];
    network.host({ domain: `xmpp.${domain}`, ...home });
    const srv = {
      '_xmpp-server._tcp': [target(`xmpp.${domain}`)],
      '_xmpp-client._tcp': [target(`xmpp.${domain}`, 5222)],
    };
    network.listed({ domain, ...website, srv }, home.place);
  }
  for (let at = 0; at < 10; at++) {
    const [domain, home] = [name(), house()];
    network.host({ domain: `chat.${domain}`, ...home });
    const srv = {
      '_xmpps-server._tcp': [target(`chat.${domain}`, 443, 1)],
      '_xmpp-server._tcp': [target(`chat.${domain}`)],
    };
    network.listed({ domain, ...website, srv }, home.place);
  }
  const [hosted, at] = [`xmpp.${name()}`, house()];
  network.host({ domain: hosted, ...at });
  for (let customer = 0; customer < 8; customer++) {
    network.listed({ domain: name(), ...website, srv: { '_xmpp-server._tcp': [target(hosted)] } }, at.place);
  }
  for (let plain = 0; plain < 9; plain++) {
    const home = house();
    network.listed({ domain: name(), ...home }, home.place);
  }
  for (let spare = 0; spare < 3; spare++) {
    const [domain, home, other] = [name(), house(), house()];
    network.host({ domain: `one.${domain}`, ...home });
    network.host({ domain: `two.${domain}`, ...other });
    const srv = {
      '_xmpp-server._tcp': [target(`two.${domain}`, 5269, 20, 9), target(`one.${domain}`, 5269, 10)],
    };
    network.listed({ domain, ...website, srv }, home.place);
  }
  for (let closed = 0; closed < 2; closed++) {
    const [domain, home] = [name(), house()];
    network.host({ domain: `users.${domain}`, ...home });
    const srv = {
      '_xmpp-server._tcp': [target('.', 0, 0)],
      '_xmpp-client._tcp': [target(`users.${domain}`, 5222)],
    };
    network.listed({ domain, ...website, srv }, home.place);
  }
  const none = { '_xmpp-server._tcp': [target('.', 0, 0)], '_xmpp-client._tcp': [target('.', 0, 0)] };
  network.listed({ domain: name(), ...website, srv: none }, 'none');
  network.listed(
    { domain: name(), ...website, srv: { '_xmpp-server._tcp': [target('nobody.invalid')] } },
    'none',
  );
  network.listed({ domain: name(), behaviour: 'nxdomain' }, 'none');
  network.listed({ domain: name(), behaviour: 'nxdomain' }, 'none');
  network.listed({ domain: name(), behaviour: 'servfail' }, 'none');
  network.listed({ domain: name(), behaviour: 'cname-loop' }, 'none');
  return network.build();
}
