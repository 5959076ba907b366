import { startProgram } from './programs.ts';
import { prepare, type WebHost, type WebServer, type WebServerOptions } from './web-server.ts';

/** HAProxy as an admin sets it up: a list of certificates, and a back end for each host. */
export async function startHaproxy(options: WebServerOptions): Promise<WebServer> {
  const { port, files, isReady } = await prepare(options);
  const { hosts } = options;
  const pair = (name: string) => [
    `${name}.pem`,
    `${files[`${name}.crt`] ?? ''}${files[`${name}.key`] ?? ''}`,
  ];
  const backend = ({ name, lines }: WebHost, folder: string) => `
backend ${name}
  ${lines.join('\n  ').replaceAll('$folder', folder)}`;
  const running = await startProgram('haproxy', {
    files: (folder) => ({
      ...files,
      ...Object.fromEntries(hosts.map(({ name }) => pair(name))),
      // The first certificate would be the one for unknown names, but for strict-sni.
      certificates: `${hosts.map(({ name }) => `${folder}/${name}.pem ${name}`).join('\n')}\n`,
      'haproxy.cfg': `
global
  maxconn 512
  log stdout format raw daemon err
defaults
  mode http
  timeout connect 1s
  timeout client 20s
  timeout server 1s
  timeout tarpit 1s
frontend web
  bind 127.0.0.1:${port} ssl crt-list ${folder}/certificates strict-sni alpn h2,http/1.1
  use_backend %[req.hdr(host),field(1,:),lower]
${hosts.map((host) => backend(host, folder)).join('\n')}
`,
    }),
    arguments: (folder) => ['-db', '-f', `${folder}/haproxy.cfg`],
    isReady,
  });
  return { ...running, address: `127.0.0.1:${port}` };
}
