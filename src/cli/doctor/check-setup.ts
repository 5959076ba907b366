import { existsSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import type { Config } from '../../config.ts';
import { type Check, failed, ok, warn } from './check.ts';

/** The first version with type stripping by default that also satisfies the libraries. */
const OLDEST_NODE = 24;

export function checkNode(version: string = process.versions.node): Check {
  if (Number(version.split('.')[0]) >= OLDEST_NODE) return ok('node', version);
  return failed(
    'node',
    `${version} is older than ${OLDEST_NODE}`,
    'run `npm install`, and start by npm: it brings its own',
  );
}

/** Any other fault of the configuration ends the program before a command runs. */
export function checkSetup(config: Config): readonly Check[] {
  const { contact, publicUrl } = config;
  return [
    checkCaFile(config.extraCaFile, getCACertificates('extra').length),
    contact === null
      ? warn('contact', 'not set', 'set CONTACT, so that admins whose servers are measured can reach you')
      : ok('contact', contact),
    publicUrl === null
      ? warn('public URL', 'not set', 'set PUBLIC_URL to where the site is seen: posts link to it')
      : ok('public URL', publicUrl),
  ];
}

/** @param read number of certificates that Node loaded from the file */
export function checkCaFile(file: string | null, read: number): Check {
  if (file === null) return ok('configuration', 'readable');
  if (read > 0) return ok('configuration', `readable; ${read} further certificate authorities of ${file}`);
  return warn(
    'configuration',
    `NODE_EXTRA_CA_CERTS is ${file}, but Node has no certificate of it`,
    existsSync(file)
      ? 'set it in the environment of the process: Node reads it before .env is read'
      : 'there is no such file',
  );
}
