import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { errorMessage } from '../../text/error-text.ts';

/**
 * Shows the code on a page to copy, for programs without a page of their own
 * (docs.joinmastodon.org/spec/oauth).
 */
const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';
/** Some servers with this API do not know narrower scopes. */
const SCOPES = 'read write';
const TIMEOUT_MS = 20_000;

export type OAuthOutcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

export interface OAuthOptions {
  /** Origin of the home server. */
  readonly url: string;
  readonly userAgent: string;
  /** The page that describes the program; null for none. */
  readonly website: string | null;
}

/**
 * An authorisation in progress: the page for the account's owner, and the exchange of the code that it shows
 * for a token.
 */
export interface Authorisation {
  readonly page: string;
  exchange(code: string): Promise<OAuthOutcome<string>>;
}

const appSchema = v.object({ client_id: v.string(), client_secret: v.string() });
const tokenSchema = v.object({ access_token: v.pipe(v.string(), v.nonEmpty()) });

/**
 * Registers the program with a home server and starts an authorisation (docs.joinmastodon.org/client/token,
 * with PKCE by RFC 7636). Problems are sentences for people and never contain a code, secret or token.
 */
export async function authorise(options: OAuthOptions): Promise<OAuthOutcome<Authorisation>> {
  const app = await ask(options, '/api/v1/apps', appSchema, {
    client_name: 'whohosts',
    redirect_uris: OUT_OF_BAND,
    scopes: SCOPES,
    ...(options.website === null ? {} : { website: options.website }),
  });
  if (!app.ok) return app;
  const { client_id, client_secret } = app.value;
  const verifier = randomBytes(32).toString('base64url');
  const page = new URL('/oauth/authorize', options.url);
  page.search = new URLSearchParams({
    response_type: 'code',
    client_id,
    redirect_uri: OUT_OF_BAND,
    scope: SCOPES,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return {
    ok: true,
    value: {
      page: page.href,
      async exchange(code) {
        const token = await ask(options, '/oauth/token', tokenSchema, {
          grant_type: 'authorization_code',
          code,
          client_id,
          client_secret,
          redirect_uri: OUT_OF_BAND,
          scope: SCOPES,
          code_verifier: verifier,
        });
        return token.ok ? { ok: true, value: token.value.access_token } : token;
      },
    },
  };
}

async function ask<Schema extends v.GenericSchema>(
  { url, userAgent }: OAuthOptions,
  path: string,
  schema: Schema,
  form: Readonly<Record<string, string>>,
): Promise<OAuthOutcome<v.InferOutput<Schema>>> {
  const where = new URL(url).host;
  try {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { 'User-Agent': userAgent, Accept: 'application/json' },
      body: new URLSearchParams(form),
      // A redirect would send the secret to another host.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return { ok: false, problem: `${where} answers ${response.status} at ${path}` };
    }
    const parsed = v.safeParse(schema, await response.json());
    if (parsed.success) return { ok: true, value: parsed.output };
    return { ok: false, problem: `${where} does not answer as the Mastodon API does at ${path}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = errorMessage(cause);
    return { ok: false, problem: `${where} cannot be asked at ${path} (${why})` };
  }
}
