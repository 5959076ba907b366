import type { IncomingMessage } from 'node:http';
import type { ModelAccount } from './world.ts';

/** A value as Rails reads it: `a[]=1` is a list, `a[b]=1` a record. */
export type Param =
  | string
  | number
  | boolean
  | null
  | UploadedFile
  | readonly Param[]
  | { readonly [key: string]: Param };
export type Params = Readonly<Record<string, Param>>;

export class UploadedFile {
  readonly bytes: Buffer;
  readonly name: string;
  readonly type: string;

  constructor(bytes: Buffer, name: string, type: string) {
    this.bytes = bytes;
    this.name = name;
    this.type = type;
  }
}

export interface ModelRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Query and body together. */
  readonly params: Params;
  /** The named parts of the route, such as `id`. */
  readonly names: Readonly<Record<string, string>>;
  readonly token: string | null;
  /** Whose token it is; null where there is none or an unknown one. */
  readonly account: ModelAccount | null;
}

export interface ModelAnswer {
  readonly status: number;
  /** JSON where it is no text. */
  readonly body: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that the server refuses, in words for the client. */
export class Refusal extends Error {
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

export const NOT_FOUND = 'Record not found';

type Tree = { [key: string]: Param | Tree };

/**
 * Keys `0`, `1` … make a list, as Rails reads `fields_attributes[0][name]`; a list whose keys are numbers is
 * one to us.
 */
function settle(tree: Tree): Param {
  const entries = Object.entries(tree).map(([key, value]): [string, Param] => [
    key,
    value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof UploadedFile)
      ? settle(value as Tree)
      : (value as Param),
  ]);
  if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key)))
    return entries.map(([, value]) => value);
  return Object.fromEntries(entries);
}

function nest(entries: Iterable<readonly [string, Param]>): Params {
  const root: Tree = Object.create(null) as Tree;
  for (const [name, value] of entries) {
    const parts = name.replaceAll(']', '').split('[');
    let tree = root;
    parts.forEach((part, index) => {
      const key = part === '' ? String(Object.keys(tree).length) : part;
      if (index === parts.length - 1) {
        tree[key] = value;
        return;
      }
      const known = tree[key];
      const next: Tree =
        known !== undefined && known !== null && typeof known === 'object'
          ? (known as Tree)
          : (Object.create(null) as Tree);
      tree[key] = next;
      tree = next;
    });
  }
  const settled = settle(root);
  return Array.isArray(settled) ? {} : (settled as Params);
}

/**
 * Reads a request's parameters from query and body; a body that cannot be read is a 400, as Rails answers.
 */
export async function readParams(query: URLSearchParams, body: Buffer, contentType: string): Promise<Params> {
  const fromQuery = nest(query);
  if (body.length === 0) return fromQuery;
  try {
    if (contentType.startsWith('application/json')) {
      return { ...fromQuery, ...(JSON.parse(body.toString('utf8')) as Params) };
    }
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
    const entries: [string, Param][] = [];
    for (const [name, value] of form) {
      entries.push([
        name,
        typeof value === 'string'
          ? value
          : new UploadedFile(Buffer.from(await value.arrayBuffer()), value.name, value.type),
      ]);
    }
    return { ...fromQuery, ...nest(entries) };
  } catch {
    throw new Refusal(400, 'Error occurred while parsing request parameters');
  }
}

export function text(params: Params, name: string): string | null {
  const value = params[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** A list of texts; null where the parameter is absent, which is not the same as an empty list. */
export function texts(params: Params, name: string): string[] | null {
  const value = params[name];
  if (value === undefined || value === null) return null;
  const list: readonly Param[] = Array.isArray(value) ? value : [value as Param];
  return list.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
}

export function flag(params: Params, name: string): boolean | null {
  const value = params[name];
  if (value === undefined || value === null) return null;
  return value !== false && !['', '0', 'f', 'false', 'off'].includes(String(value).toLowerCase());
}

/** The token of a request: header first, then `access_token` in query or body (RFC 6750). */
export function bearer(headers: IncomingMessage['headers'], query: URLSearchParams): string | null {
  const match = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '');
  return match?.[1] ?? query.get('access_token');
}
