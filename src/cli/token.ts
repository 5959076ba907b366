const PATIENCE_MS = 10_000;
/** What the bot does, each under a scope of its own or the general one (docs.joinmastodon.org/api/oauth-scopes). */
const SCOPES = ['read:accounts', 'read:statuses', 'read:notifications', 'write:statuses', 'write:media'];

/** Those that the bot needs and a token does not have. */
export function missingScopes(scopes: readonly string[]): readonly string[] {
  const has = (scope: string) => scopes.includes(scope) || scopes.includes(scope.split(':')[0] ?? '');
  return SCOPES.filter((scope) => !has(scope));
}

export interface Account {
  readonly url: string;
  readonly token: string;
}

/** What one signed request tells beside its answer. */
export interface Token {
  /** Of the token's application; null where the server does not tell (Mastodon before 4.3, most others). */
  readonly scopes: readonly string[] | null;
  /** The server's clock; null where there was no answer. */
  readonly date: Date | null;
}

/** Asks docs.joinmastodon.org/methods/apps#verify_credentials. Never rejects. */
export async function askToken({ url, token }: Account): Promise<Token> {
  try {
    const answer = await fetch(`${url}/api/v1/apps/verify_credentials`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const date = new Date(answer.headers.get('date') ?? '');
    const { scopes } = (await answer.json().catch(() => ({}))) as { scopes?: unknown };
    const told = Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string');
    return { scopes: answer.ok && told ? scopes : null, date: Number.isNaN(date.getTime()) ? null : date };
  } catch {
    return { scopes: null, date: null };
  }
}
