import { statusJson } from './entities.ts';
import { flag, type ModelRequest, NOT_FOUND, Refusal, text, texts } from './http.ts';
import { publish, removeStatus } from './publish.ts';
import type { Route } from './router.ts';
import { canSee, type ModelAccount, type ModelStatus, type Visibility, type World } from './world.ts';

const VISIBILITIES: readonly string[] = ['public', 'unlisted', 'private', 'direct'];

/** The account behind a request to a route that only opens for one. */
export function self(request: ModelRequest): ModelAccount {
  if (request.account === null) throw new Refusal(401, 'This method requires an authenticated user');
  return request.account;
}

function visible(request: ModelRequest, world: World): ModelStatus {
  const status = world.statuses.get(request.names.id ?? '');
  if (status === undefined || !canSee(status, request.account)) throw new Refusal(404, NOT_FOUND);
  return status;
}

function create(request: ModelRequest, world: World) {
  const { params } = request;
  const visibility = text(params, 'visibility') ?? 'public';
  if (!VISIBILITIES.includes(visibility)) {
    throw new Refusal(world.traits.refusal, `'${visibility}' is not a valid visibility`);
  }
  const key = request.headers['idempotency-key'];
  const status = publish(
    {
      account: self(request),
      text: text(params, 'status') ?? '',
      visibility: visibility as Visibility,
      spoilerText: text(params, 'spoiler_text') ?? '',
      language: text(params, 'language') ?? 'en',
      sensitive: flag(params, 'sensitive') ?? false,
      inReplyToId: text(params, 'in_reply_to_id') || null,
      mediaIds: texts(params, 'media_ids') ?? [],
      allowedMentions: texts(params, 'allowed_mentions'),
      idempotencyKey: typeof key === 'string' && key !== '' ? key : null,
    },
    world,
  );
  return { status: 200, body: statusJson(status, world) };
}

function ancestors(status: ModelStatus, world: World): ModelStatus[] {
  const found: ModelStatus[] = [];
  let id = status.inReplyToId;
  while (id !== null) {
    const parent = world.statuses.get(id);
    if (parent === undefined) break;
    found.unshift(parent);
    id = parent.inReplyToId;
  }
  return found;
}

/**
 * Statuses below one in its thread, in the order of their creation; a parent is always older than its
 * replies.
 */
function descendants(status: ModelStatus, world: World): ModelStatus[] {
  const inside = new Set([status.id]);
  const found: ModelStatus[] = [];
  for (const other of world.statuses.values()) {
    if (other.inReplyToId === null || !inside.has(other.inReplyToId)) continue;
    inside.add(other.id);
    found.push(other);
  }
  return found;
}

/** https://docs.joinmastodon.org/methods/statuses/ */
export function statusRoutes(world: World): Route[] {
  return [
    { method: 'POST', path: '/api/v1/statuses', signedIn: true, handle: (request) => create(request, world) },
    {
      method: 'GET',
      path: '/api/v1/statuses/:id',
      signedIn: false,
      handle: (request) => ({ status: 200, body: statusJson(visible(request, world), world) }),
    },
    {
      method: 'DELETE',
      path: '/api/v1/statuses/:id',
      signedIn: true,
      handle(request) {
        const status = visible(request, world);
        if (status.account !== self(request)) throw new Refusal(404, NOT_FOUND);
        const body = { ...statusJson(status, world), text: status.text };
        removeStatus(status, world);
        return { status: 200, body };
      },
    },
    {
      method: 'GET',
      path: '/api/v1/statuses/:id/context',
      signedIn: false,
      handle(request) {
        const status = visible(request, world);
        const shown = (list: readonly ModelStatus[]) =>
          list.filter((other) => canSee(other, request.account)).map((other) => statusJson(other, world));
        return {
          status: 200,
          body: {
            ancestors: shown(ancestors(status, world)),
            descendants: shown(descendants(status, world)),
          },
        };
      },
    },
  ];
}
