import { createHash, randomBytes } from 'node:crypto';
import { type ModelAnswer, type ModelRequest, Refusal, text } from './http.ts';
import { escapeHtml } from './markup.ts';
import type { Route } from './router.ts';
import { self } from './statuses.ts';
import type { ModelAccount, World } from './world.ts';

/** Shows the code on a page instead of sending the browser somewhere. */
const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

interface App {
  readonly id: string;
  readonly name: string;
  readonly website: string | null;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly secret: string;
}

interface Grant {
  readonly app: App;
  readonly redirectUri: string;
  readonly scope: string;
  readonly challenge: string | null;
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function oauthError(status: number, error: string, description: string): ModelAnswer {
  return { status, body: { error, error_description: description } };
}

function page(title: string, body: string): ModelAnswer {
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    body: `<!doctype html><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}\n`,
  };
}

/**
 * OAuth as https://docs.joinmastodon.org/spec/oauth/ has it, for one account: whoever opens the authorisation
 * page is taken to be its owner and to agree.
 */
export function oauthRoutes(world: World, owner: ModelAccount): Route[] {
  const apps = new Map<string, App>();
  const grants = new Map<string, Grant>();
  const appTokens = new Map<string, App>();

  const register = ({ params }: ModelRequest): ModelAnswer => {
    const name = text(params, 'client_name') ?? '';
    if (name === '') throw new Refusal(422, "Validation failed: Application name can't be blank");
    const asked = Array.isArray(params.redirect_uris)
      ? params.redirect_uris.map(String)
      : (text(params, 'redirect_uris') ?? '').split(/\s+/);
    const redirectUris = asked.filter((uri) => uri !== '');
    if (redirectUris.length === 0) throw new Refusal(422, "Validation failed: Redirect URI can't be blank");
    const scopes = (text(params, 'scopes') ?? 'read').split(/[\s+]+/);
    const app: App = {
      id: secret(),
      name,
      website: text(params, 'website'),
      redirectUris,
      scopes,
      secret: secret(),
    };
    apps.set(app.id, app);
    return {
      status: 200,
      body: {
        id: String(apps.size),
        name,
        website: app.website,
        scopes,
        redirect_uris: redirectUris,
        redirect_uri: redirectUris.join('\n'),
        client_id: app.id,
        client_secret: app.secret,
        client_secret_expires_at: 0,
      },
    };
  };

  const authorize = ({ query }: ModelRequest): ModelAnswer => {
    const app = apps.get(query.get('client_id') ?? '');
    if (app === undefined) return oauthError(401, 'invalid_client', 'Client authentication failed');
    const redirectUri = query.get('redirect_uri') ?? '';
    if (!app.redirectUris.includes(redirectUri)) {
      return oauthError(400, 'invalid_redirect_uri', 'The redirect uri included is not valid.');
    }
    const scope = query.get('scope') ?? 'read';
    if (
      !scope
        .split(/[\s+]+/)
        .every((part) => app.scopes.includes(part) || app.scopes.includes(part.split(':')[0] ?? ''))
    ) {
      return oauthError(400, 'invalid_scope', 'The requested scope is invalid, unknown, or malformed.');
    }
    const code = secret();
    grants.set(code, { app, redirectUri, scope, challenge: query.get('code_challenge') });
    if (redirectUri === OUT_OF_BAND) {
      return page('Authorization code', `<p>Copy this code:</p><input readonly value="${escapeHtml(code)}">`);
    }
    const target = new URL(redirectUri);
    target.searchParams.set('code', code);
    const state = query.get('state');
    if (state !== null) target.searchParams.set('state', state);
    return { status: 302, type: 'text/html', body: '', headers: { location: target.href } };
  };

  const token = ({ params }: ModelRequest): ModelAnswer => {
    const app = apps.get(text(params, 'client_id') ?? '');
    if (app === undefined || app.secret !== text(params, 'client_secret')) {
      return oauthError(401, 'invalid_client', 'Client authentication failed');
    }
    const value = secret();
    const body = { access_token: value, token_type: 'Bearer', created_at: Math.floor(world.now() / 1000) };
    if (text(params, 'grant_type') === 'client_credentials') {
      appTokens.set(value, app);
      return { status: 200, body: { ...body, scope: text(params, 'scope') ?? 'read' } };
    }
    const code = text(params, 'code') ?? '';
    const grant = grants.get(code);
    grants.delete(code);
    const verifier = text(params, 'code_verifier') ?? '';
    const proof = createHash('sha256').update(verifier).digest('base64url');
    if (
      grant === undefined ||
      grant.app !== app ||
      grant.redirectUri !== text(params, 'redirect_uri') ||
      (grant.challenge !== null && grant.challenge !== proof)
    ) {
      return oauthError(
        400,
        'invalid_grant',
        'The provided authorization grant is invalid, expired or revoked.',
      );
    }
    world.tokens.set(value, owner);
    return { status: 200, body: { ...body, scope: grant.scope } };
  };

  return [
    { method: 'POST', path: '/api/v1/apps', signedIn: false, handle: register },
    { method: 'GET', path: '/oauth/authorize', signedIn: false, handle: authorize },
    { method: 'POST', path: '/oauth/token', signedIn: false, handle: token },
    {
      method: 'POST',
      path: '/oauth/revoke',
      signedIn: false,
      handle({ params }) {
        world.tokens.delete(text(params, 'token') ?? '');
        return { status: 200, body: {} };
      },
    },
    {
      method: 'GET',
      path: '/api/v1/apps/verify_credentials',
      signedIn: true,
      handle(request) {
        const app = appTokens.get(request.token ?? '');
        const scopes = app?.scopes ?? world.traits.scopes;
        return {
          status: 200,
          body: {
            name: app?.name ?? self(request).username,
            website: app?.website ?? null,
            ...(scopes === null ? {} : { scopes }),
          },
        };
      },
    },
  ];
}
