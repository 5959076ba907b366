import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/**
 * `expired`: ended yesterday; `self-signed`: signed by its own key; `wrong-name`: good, but for another name.
 */
export type Leaf = 'good' | 'expired' | 'self-signed' | 'wrong-name';

export interface Authority {
  /** PEM, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  readonly caPem: string;
  /** A context whose certificate names all of the names; the caller keeps it. */
  issue(names: readonly string[], leaf?: Leaf): Promise<SecureContext>;
  /** The same as PEM, for servers that others wrote. */
  issuePem(names: readonly string[], leaf?: Leaf): Promise<{ readonly cert: string; readonly key: string }>;
  /** Removes the CA file. */
  discard(): Promise<void>;
}

const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
/** RFC 6761: never anybody's name. */
const OTHER_NAME = 'somebody-else.invalid';

/** A certificate authority of its own, made anew each time; its key never leaves memory. */
export async function createAuthority(): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), 'model-internet-'));
  const keys = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const leafKeys = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const leafKeyPem = await privatePem(leafKeys.privateKey);
  const root = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    // A process may trust several at once: OpenSSL looks for the issuer by its name.
    name: `CN=Model Internet CA ${randomUUID()}`,
    notBefore: new Date(Date.now() - 30 * DAY_MS),
    notAfter: new Date(Date.now() + 30 * DAY_MS),
    keys,
    signingAlgorithm: SIGNING,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const caFile = join(folder, 'ca.pem');
  const caPem = `${root.toString('pem')}\n`;
  await writeFile(caFile, caPem);
  let serial = 1;

  const certify = (names: readonly string[], leaf: Leaf): Promise<X509Certificate> => {
    const named = leaf === 'wrong-name' ? [OTHER_NAME] : names;
    const subject = {
      serialNumber: (++serial).toString(16).padStart(8, '0'),
      notBefore: new Date(Date.now() - 10 * DAY_MS),
      notAfter: new Date(Date.now() + (leaf === 'expired' ? -1 : 20) * DAY_MS),
      signingAlgorithm: SIGNING,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(named.map((value) => ({ type: 'dns' as const, value }))),
      ],
    };
    const name = 'CN=Model Internet server';
    if (leaf === 'self-signed') {
      return X509CertificateGenerator.createSelfSigned({ ...subject, name, keys: leafKeys });
    }
    return X509CertificateGenerator.create({
      ...subject,
      subject: name,
      issuer: root.subject,
      publicKey: leafKeys.publicKey,
      signingKey: keys.privateKey,
    });
  };

  const issuePem = async (names: readonly string[], leaf: Leaf = 'good') => ({
    cert: `${(await certify(names, leaf)).toString('pem')}\n`,
    key: leafKeyPem,
  });
  return {
    caFile,
    caPem,
    issue: async (names, leaf) => createSecureContext(await issuePem(names, leaf)),
    issuePem,
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

async function privatePem(key: CryptoKey): Promise<string> {
  const body = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${body.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}
