import { chmodSync } from 'node:fs';
import { startProgram } from './programs.ts';
import { prepare, type WebHost, type WebServer, type WebServerOptions } from './web-server.ts';

const MODULES = [
  ...['mpm_event', 'authz_core', 'authz_user', 'authn_core', 'authn_file', 'auth_basic', 'ssl', 'http2'],
  ...['socache_shmcb', 'alias', 'rewrite', 'headers', 'dir', 'mime', 'negotiation', 'deflate', 'filter'],
  ...['brotli', 'proxy', 'proxy_http', 'asis', 'setenvif', 'env', 'ratelimit'],
];

/** Apache as an admin sets it up: a virtual host with a certificate for each name, compression for all. */
export async function startApache(options: WebServerOptions): Promise<WebServer> {
  const { port, files, isReady } = await prepare(options);
  const host = ({ name, lines }: WebHost, folder: string) => `
<VirtualHost 127.0.0.1:${port}>
  ServerName ${name}
  DocumentRoot ${folder}
  SSLEngine on
  SSLCertificateFile ${folder}/${name}.crt
  SSLCertificateKeyFile ${folder}/${name}.key
  ${lines.join('\n  ').replaceAll('$folder', folder)}
</VirtualHost>`;
  const running = await startProgram('apache2', {
    files: (folder) => {
      // Its workers are another user's.
      chmodSync(folder, 0o755);
      return {
        ...files,
        'apache.conf': `
${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
ServerRoot ${folder}
ServerName localhost
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
Mutex file:${folder}
ErrorLog ${folder}/error.log
LogLevel error
User www-data
Group www-data
Listen 127.0.0.1:${port}
Protocols h2 http/1.1
SSLSessionCache none
# A client that names no host of ours meets the first one's certificate, as it does everywhere.
SSLStrictSNIVHostCheck off
<Directory ${folder}>
  Require all granted
  Options +FollowSymLinks
</Directory>
TypesConfig /dev/null
AddOutputFilterByType DEFLATE application/json text/html
${options.hosts.map((each) => host(each, folder)).join('\n')}
`,
      };
    },
    arguments: (folder) => ['-D', 'FOREGROUND', '-f', `${folder}/apache.conf`],
    isReady,
  });
  return { ...running, address: `127.0.0.1:${port}` };
}
