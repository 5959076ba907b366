import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What is fetched again while the program runs; fronts have the ids of `data/fronts.json`. */
export const DOWNLOADS = [
  'iptoasn',
  'dbip-asn',
  'dbip-city',
  'cloudflare',
  'cloudfront',
  'fastly',
  'bunny',
] as const;
export type DownloadId = (typeof DOWNLOADS)[number];

export const PUBLISHED_FRONTS = ['cloudflare', 'cloudfront', 'fastly', 'bunny'] as const;
export type PublishedFront = (typeof PUBLISHED_FRONTS)[number];

/**
 * `ipv4` and `ipv6`: CSV in the form of ip-location-db; `mmdb`: combined; `prefixes`: a JSON array of CIDR
 * blocks.
 */
export type FileRole = 'ipv4' | 'ipv6' | 'mmdb' | 'prefixes';

export interface DownloadedFile {
  readonly role: FileRole;
  /** In the folder of the manifest. */
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  readonly rows: number;
}

/** One verified state of a source. */
export interface DatabaseVersion {
  /** Day of the data, ISO 8601. */
  readonly date: string;
  /** ISO 8601 in UTC. */
  readonly fetchedAt: string;
  readonly url: string;
  readonly files: readonly DownloadedFile[];
}

/**
 * What the manifest says of a source; the state before stays until the next one comes, for readers that still
 * reads it.
 */
export interface InstalledDatabase extends DatabaseVersion {
  readonly previous: DatabaseVersion | null;
}

export type Downloads = { readonly [id in DownloadId]?: InstalledDatabase };

const MANIFEST = 'manifest.json';
const FORMAT = 1;

export function downloadsFolder(dataDir: string): string {
  return join(dataDir, 'databases');
}

export function manifestFile(folder: string): string {
  return join(folder, MANIFEST);
}

/** Empty where there is no manifest, or none that can be read. */
export function readManifest(folder: string): Downloads {
  try {
    const { format, sources } = JSON.parse(readFileSync(manifestFile(folder), 'utf8'));
    if (format !== FORMAT || typeof sources !== 'object' || sources === null) return {};
    const known = DOWNLOADS.filter((id) => isDownload(sources[id]));
    return Object.fromEntries(known.map((id) => [id, withPrevious(sources[id])]));
  } catch {
    return {};
  }
}

export function formatManifest(sources: Downloads): string {
  return `${JSON.stringify({ format: FORMAT, sources }, null, 2)}\n`;
}

/** The newest state of a source whose files are all there in their full length; null where there is none. */
export function wholeDownload(folder: string, downloads: Downloads, id: DownloadId): DatabaseVersion | null {
  const newest = downloads[id];
  if (newest === undefined) return null;
  for (const state of [newest, newest.previous]) {
    if (state?.files.every((file) => sizeOf(join(folder, file.name)) === file.bytes)) {
      return state;
    }
  }
  return null;
}

/** Throws where a file is not what was verified when it came. */
export function checkFile(path: string, sha256: string): Buffer {
  const bytes = readFileSync(path);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`${path} is damaged`);
  return bytes;
}

/** The path of the file with a role. */
export function fileOf(folder: string, { files }: DatabaseVersion, role: FileRole): string {
  const file = files.find((candidate) => candidate.role === role);
  if (file === undefined) throw new Error(`a download without its file for ${role}`);
  return join(folder, file.name);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? -1;
}

function withPrevious(state: DatabaseVersion & { previous?: unknown }): InstalledDatabase {
  return { ...state, previous: isDownload(state.previous) ? state.previous : null };
}

function isDownload(value: unknown): value is DatabaseVersion {
  if (typeof value !== 'object' || value === null) return false;
  const { date, fetchedAt, url, files } = value as Record<string, unknown>;
  return (
    typeof date === 'string' &&
    typeof fetchedAt === 'string' &&
    typeof url === 'string' &&
    Array.isArray(files) &&
    files.length > 0 &&
    files.every(isDownloadedFile)
  );
}

/** A name with a path in it would lead out of the folder. */
function isDownloadedFile(value: unknown): value is DownloadedFile {
  if (typeof value !== 'object' || value === null) return false;
  const { role, name, bytes, sha256, rows } = value as Record<string, unknown>;
  return (
    typeof role === 'string' &&
    typeof name === 'string' &&
    /^[a-z0-9][a-z0-9.-]*$/.test(name) &&
    typeof bytes === 'number' &&
    typeof sha256 === 'string' &&
    typeof rows === 'number'
  );
}
