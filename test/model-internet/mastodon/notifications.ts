import { notificationJson } from './entities.ts';
import { type ModelRequest, NOT_FOUND, Refusal, text } from './http.ts';
import { paginate } from './paging.ts';
import type { Route } from './router.ts';
import { self } from './statuses.ts';
import type { ModelAccount, ModelNotification, World } from './world.ts';

const MOST = 80;
const VERDICTS: readonly string[] = ['accept', 'filter', 'drop'];

function list(request: ModelRequest, world: World) {
  const account = self(request);
  const { filtersTypes } = world.traits;
  const types = filtersTypes ? request.query.getAll('types[]') : [];
  const excluded = filtersTypes ? request.query.getAll('exclude_types[]') : [];
  const accountId = request.query.get('account_id');
  const withFiltered = ['true', '1'].includes(request.query.get('include_filtered') ?? '');
  const wanted = (notification: ModelNotification) =>
    notification.recipient === account &&
    (types.length === 0 || types.includes(notification.type)) &&
    !excluded.includes(notification.type) &&
    (accountId === null || notification.account.id === accountId) &&
    (withFiltered || !notification.filtered);
  const page = paginate(world.notifications.filter(wanted), request, world, {
    standard: world.traits.defaultLimit,
    most: MOST,
    alwaysNext: true,
  });
  return {
    status: 200,
    headers: page.headers,
    body: page.items.map((notification) => notificationJson(notification, world)),
  };
}

function policyJson(account: ModelAccount, world: World) {
  const filtered = world.notifications.filter(({ recipient, filtered }) => recipient === account && filtered);
  return {
    ...account.policy,
    summary: {
      pending_requests_count: new Set(filtered.map((notification) => notification.account.id)).size,
      pending_notifications_count: filtered.length,
    },
  };
}

function updatePolicy(request: ModelRequest, world: World) {
  const account = self(request);
  const changed: Record<string, string> = {};
  for (const name of Object.keys(account.policy)) {
    const value = text(request.params, name);
    if (value === null) continue;
    if (!VERDICTS.includes(value)) throw new Refusal(422, `'${value}' is not a valid ${name}`);
    changed[name] = value;
  }
  account.policy = { ...account.policy, ...changed };
  return { status: 200, body: policyJson(account, world) };
}

/** https://docs.joinmastodon.org/methods/notifications/ */
export function notificationRoutes(world: World): Route[] {
  const routes: Route[] = [
    {
      method: 'GET',
      path: '/api/v1/notifications',
      signedIn: true,
      handle: (request) => list(request, world),
    },
    {
      method: 'GET',
      path: '/api/v1/notifications/:id',
      signedIn: true,
      handle(request) {
        const account = self(request);
        const found = world.notifications.find(
          ({ id, recipient }) => id === request.names.id && recipient === account,
        );
        if (found === undefined) throw new Refusal(404, NOT_FOUND);
        return { status: 200, body: notificationJson(found, world) };
      },
    },
  ];
  if (!world.traits.notificationPolicy) return routes;
  return [
    {
      method: 'GET',
      path: '/api/v2/notifications/policy',
      signedIn: true,
      handle: (request) => ({ status: 200, body: policyJson(self(request), world) }),
    },
    // A Rails resource takes both; the documentation has PATCH, masto sends PUT.
    ...['PATCH', 'PUT'].map((method) => ({
      method,
      path: '/api/v2/notifications/policy',
      signedIn: true,
      handle: (request: ModelRequest) => updatePolicy(request, world),
    })),
    ...routes,
  ];
}
