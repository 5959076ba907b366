import { VOCABULARY } from '../../../src/bot/language/languages.ts';
import type { FindName } from '../../../src/bot/request/asked-name.ts';
import { readMention } from '../../../src/bot/request/mention-text.ts';
import { readRequest } from '../../../src/bot/request/request.ts';
import type { NamedServer, Request } from '../../../src/bot/request/request-kinds.ts';
import type { Row } from './mentions/markup.ts';

const OWN = {
  username: 'WhoHosts',
  hosts: ['home.example', 'my-home.example'],
  urls: [
    'https://home.example/@whohosts',
    'https://home.example/users/whohosts',
    'https://home.example/ap/users/115',
  ],
};

/** Reads a mention as the bot `@whohosts@home.example` does. */
export function understand(
  row: Pick<Row, 'html' | 'mentions' | 'inThread'>,
  isKnown?: (domain: string) => boolean,
  findName?: FindName,
): Request {
  const parts = readMention({ content: row.html, mentions: row.mentions ?? [] }, OWN);
  return readRequest(parts, {
    inThread: row.inThread ?? false,
    vocabulary: VOCABULARY,
    ...(isKnown ? { isKnown } : {}),
    ...(findName ? { findName } : {}),
  });
}

/** The domains that a request would look up. */
export function lookedUp(request: Request): readonly string[] {
  if (request.kind === 'domains' || request.kind === 'compare')
    return request.domains.map(({ domain }) => domain);
  return request.kind === 'history' ? [request.named.domain] : [];
}

const named = ({ domain, network }: NamedServer) =>
  network === 'fediverse' ? domain : `${network}:${domain}`;

/** A request in the notation of the tables. */
export function shown(request: Request): string {
  switch (request.kind) {
    case 'refused':
      return `!${request.reason}`;
    case 'domains':
      return `${request.domains.map(named).join(' ')}${request.more > 0 ? ` +${request.more}` : ''}`;
    case 'compare':
      return `compare ${request.domains.map(named).join(' ')}`;
    case 'history':
      return `history ${named(request.named)}`;
    case 'top':
    case 'north':
      return request.network === 'fediverse' ? request.kind : `${request.kind} ${request.network}`;
    case 'named':
      return `${request.named.role} ${request.named.key}${request.network === 'fediverse' ? '' : ` in ${request.network}`}`;
    default:
      return request.kind;
  }
}
