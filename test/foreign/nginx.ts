import { startProgram } from './programs.ts';
import { prepare, type WebHost, type WebServer, type WebServerOptions } from './web-server.ts';

/** nginx as an admin sets it up: a certificate and a `server` block for each host, gzip for all. */
export async function startNginx(options: WebServerOptions): Promise<WebServer> {
  const { port, files, isReady } = await prepare(options);
  const block = ({ name, lines }: WebHost, folder: string) => `
  server {
    listen 127.0.0.1:${port} ssl http2;
    server_name ${name};
    ssl_certificate ${folder}/${name}.crt;
    ssl_certificate_key ${folder}/${name}.key;
    ${lines.join('\n    ').replaceAll('$folder', folder)}
  }`;
  const running = await startProgram('nginx', {
    files: (folder) => ({
      ...files,
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
    listen 127.0.0.1:${port} ssl http2 default_server;
    ssl_reject_handshake on;
  }
${options.hosts.map((host) => block(host, folder)).join('\n')}
}
`,
    }),
    arguments: (folder) => ['-p', folder, '-c', `${folder}/nginx.conf`, '-e', 'stderr'],
    isReady,
  });
  return { ...running, address: `127.0.0.1:${port}` };
}
