import { json, type Route, type Routes, text } from '../https/routes.ts';
import { createNetworkBuilder, type Ground, type ModelNetwork } from './builder.ts';

const wellKnown = (route: Route): Routes => ({ '/.well-known/matrix/server': route });
const delegates = (server: string): Routes => wellKnown(json({ 'm.server': server }));

/**
 * 30 Matrix servers, found in every way that the server-server specification has; two of them listed with a
 * port.
 */
export function modelMatrix({ name, house }: Ground): ModelNetwork {
  const network = createNetworkBuilder();
  const website = { ip: '172.67.20.20', group: 'matrix' };

  for (let at = 0; at < 10; at++) {
    const [domain, home] = [name(), house()];
    network.host({ domain: `matrix.${domain}`, ...home });
    const port = at % 2 === 0 ? ':443' : '';
    network.listed({ domain, ...website, routes: delegates(`matrix.${domain}${port}`) }, home.place);
  }
  const [hoster, at] = [name(), house()];
  for (let customer = 0; customer < 5; customer++) {
    network.host({ domain: `customer${customer}.${hoster}`, ...at });
    const routes = delegates(`customer${customer}.${hoster}:443`);
    network.listed({ domain: name(), ...website, routes }, at.place);
  }
  for (const [count, service] of [
    [4, '_matrix-fed._tcp'],
    [3, '_matrix._tcp'],
  ] as const) {
    for (let server = 0; server < count; server++) {
      const [domain, home] = [name(), house()];
      network.host({ domain: `hs.${domain}`, ...home });
      const target = { priority: 10, weight: 0, port: 8448, target: `hs.${domain}` };
      network.listed({ domain, ...website, srv: { [service]: [target] } }, home.place);
    }
  }
  for (let plain = 0; plain < 3; plain++) {
    const home = house();
    network.listed({ domain: name(), ...home, group: 'matrix' }, home.place);
  }
  for (const port of [8448, 4433]) {
    const [domain, home] = [name(), house()];
    network.listed({ domain, ...home, group: 'matrix' }, home.place, port);
  }
  const home = house();
  network.listed(
    { domain: name(), ...home, group: 'matrix', routes: wellKnown(text('<h1>It works!</h1>')) },
    home.place,
  );
  network.listed({ domain: name(), ...website, routes: delegates('nobody.invalid:443') }, 'none');
  network.listed({ domain: name(), behaviour: 'nxdomain' }, 'none');
  return network.build();
}
