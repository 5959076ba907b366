import { connect } from 'node:net';
import type { Authority, Leaf } from '../model-internet/https/authority.ts';
import { freePort, type RunningProgram, startProgram } from './programs.ts';

/** A host of the web server: the lines of its `server` block, and its certificate. */
export interface NginxHost {
  readonly name: string;
  readonly lines: readonly string[];
  readonly leaf?: Leaf;
}

export interface WebServer extends RunningProgram {
  /** `ip:port`. */
  readonly address: string;
}

export interface NginxOptions {
  readonly authority: Authority;
  readonly hosts: readonly NginxHost[];
  /** Files that hosts serve, by name; `$folder` in the lines of a host is where they are. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** A port to be at, as an earlier one was; else a free one. */
  readonly port?: number;
}

/** nginx as an admin sets it up: a certificate and a `server` block for each host, gzip for all. */
export async function startNginx({ authority, hosts, files = {}, port }: NginxOptions): Promise<WebServer> {
  const at = port ?? (await freePort());
  const certificates = await Promise.all(
    hosts.map(async ({ name, leaf }) => [name, await authority.issuePem([name], leaf)] as const),
  );
  const block = ({ name, lines }: NginxHost, folder: string) => `
  server {
    listen 127.0.0.1:${at} ssl http2;
    server_name ${name};
    ssl_certificate ${folder}/${name}.crt;
    ssl_certificate_key ${folder}/${name}.key;
    ${lines.join('\n    ').replaceAll('$folder', folder)}
  }`;
  const running = await startProgram('nginx', {
    files: (folder) => ({
      ...files,
      ...Object.fromEntries(
        certificates.flatMap(([name, { cert, key }]) => [
          [`${name}.crt`, cert],
          [`${name}.key`, key],
        ]),
      ),
      'nginx.conf': `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server_names_hash_bucket_size 128;
  gzip on;
  gzip_types *;
  gzip_min_length 1;
  limit_req_zone $host zone=slow:1m rate=1r/m;
  server {
    listen 127.0.0.1:${at} ssl http2 default_server;
    ssl_reject_handshake on;
  }
${hosts.map((host) => block(host, folder)).join('\n')}
}
`,
    }),
    arguments: (folder) => ['-p', folder, '-c', `${folder}/nginx.conf`, '-e', 'stderr'],
    isReady: () => listens(at),
  });
  return { ...running, address: `127.0.0.1:${at}` };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket
      .once('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .once('error', () => resolve(false));
  });
}
