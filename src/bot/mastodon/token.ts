const PATIENCE_MS = 10_000;
/**
 * The scopes of the bot's requests; a token may have the general ones instead
 * (docs.joinmastodon.org/api/oauth-scopes).
 */
const SCOPES = ['read:accounts', 'read:statuses', 'read:notifications', 'write:statuses', 'write:media'];

/** The scopes that the bot needs and the token lacks. */
export function missingScopes(scopes: readonly string[]): readonly string[] {
  const has = (scope: string) => scopes.includes(scope) || scopes.includes(scope.split(':')[0] ?? '');
  return SCOPES.filter((scope) => !has(scope));
}

export interface TokenCredentials {
  readonly url: string;
  readonly token: string;
}

/** The result of one authenticated request, apart from its answer. */
export interface TokenCheck {
  /**
   * Scopes of the token's application. Null if the server does not report them (Mastodon before 4.3, most
   * others).
   */
  readonly scopes: readonly string[] | null;
  /** The server's clock; null without an answer. */
  readonly date: Date | null;
}

/** Sends docs.joinmastodon.org/methods/apps#verify_credentials. Never rejects. */
export async function askToken({ url, token }: TokenCredentials, userAgent: string): Promise<TokenCheck> {
  try {
    const answer = await fetch(`${url}/api/v1/apps/verify_credentials`, {
      headers: { authorization: `Bearer ${token}`, 'user-agent': userAgent },
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
