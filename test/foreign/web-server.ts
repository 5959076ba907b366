import { connect } from 'node:net';
import type { Authority, Leaf } from '../model-internet/https/authority.ts';
import { freePort, type RunningProgram } from './programs.ts';

/** A host of a web server: its part of the configuration, and its certificate. */
export interface WebHost {
  readonly name: string;
  readonly lines: readonly string[];
  readonly leaf?: Leaf;
}

export interface WebServer extends RunningProgram {
  /** `ip:port`. */
  readonly address: string;
}

export interface WebServerOptions {
  readonly authority: Authority;
  readonly hosts: readonly WebHost[];
  /** Files that hosts serve, by name; `$folder` in the lines of a host is where they are. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
}

/** What all web servers need beside their configuration: a port, and the files of certificates, by host. */
export interface Prepared {
  readonly port: number;
  /** `NAME.crt` and `NAME.key` for each host, and the given files. */
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly isReady: () => Promise<boolean>;
}

export async function prepare({ authority, hosts, files = {} }: WebServerOptions): Promise<Prepared> {
  const port = await freePort();
  const certificates = await Promise.all(
    hosts.map(async ({ name, leaf }) => {
      const { cert, key } = await authority.issuePem([name], leaf);
      return [
        [`${name}.crt`, cert],
        [`${name}.key`, key],
      ] as const;
    }),
  );
  return {
    port,
    files: { ...files, ...Object.fromEntries(certificates.flat()) },
    isReady: () => listens(port),
  };
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
