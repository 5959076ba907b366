import { accountJson, credentialAccountJson, statusJson } from './entities.ts';
import { findAccount } from './handles.ts';
import { flag, type ModelRequest, NOT_FOUND, type Params, Refusal, text, UploadedFile } from './http.ts';
import { toHtml } from './markup.ts';
import { paginate } from './paging.ts';
import type { Route } from './router.ts';
import { self } from './statuses.ts';
import { canSee, type ModelAccount, type ModelField, type World } from './world.ts';

/** Profile limits of https://docs.joinmastodon.org/entities/Instance/ */
const LONGEST_NOTE = 500;
const MOST_FIELDS = 4;

function readFields(params: Params): ModelField[] | null {
  const value = params.fields_attributes;
  if (value === null || typeof value !== 'object' || value instanceof UploadedFile) return null;
  const rows = Object.values(value) as readonly Params[];
  return rows
    .map((row) => ({ name: text(row, 'name') ?? '', value: text(row, 'value') ?? '' }))
    .filter((field) => field.name !== '' || field.value !== '');
}

function update(request: ModelRequest, world: World) {
  const account = self(request);
  const { params } = request;
  const note = text(params, 'note');
  const fields = readFields(params);
  if (note !== null && [...note].length > LONGEST_NOTE) {
    throw new Refusal(
      world.traits.refusal,
      `Validation failed: Note character limit of ${LONGEST_NOTE} exceeded`,
    );
  }
  if (fields !== null && fields.length > MOST_FIELDS) {
    throw new Refusal(world.traits.refusal, `Validation failed: Fields can't have more than ${MOST_FIELDS}`);
  }
  if (note !== null) {
    account.noteSource = note;
    account.note = toHtml(note, world);
  }
  if (fields !== null) account.fields = fields;
  account.displayName = text(params, 'display_name') ?? account.displayName;
  account.bot = flag(params, 'bot') ?? account.bot;
  account.locked = flag(params, 'locked') ?? account.locked;
  account.discoverable = flag(params, 'discoverable') ?? account.discoverable;
  account.indexable = flag(params, 'indexable') ?? account.indexable;
  if (params.avatar instanceof UploadedFile) {
    account.avatar = `${world.origin}/accounts/avatars/${account.id}/${world.newId()}.png`;
  }
  return { status: 200, body: credentialAccountJson(account, world) };
}

function known(account: ModelAccount | null | undefined): ModelAccount {
  if (account === null || account === undefined) throw new Refusal(404, NOT_FOUND);
  return account;
}

/** https://docs.joinmastodon.org/methods/accounts/ */
export function accountRoutes(world: World): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v1/accounts/verify_credentials',
      signedIn: true,
      handle: (request) => ({ status: 200, body: credentialAccountJson(self(request), world) }),
    },
    {
      method: 'PATCH',
      path: '/api/v1/accounts/update_credentials',
      signedIn: true,
      handle: (request) => update(request, world),
    },
    {
      method: 'GET',
      path: '/api/v1/accounts/lookup',
      signedIn: false,
      handle(request) {
        const [username = '', domain = null] = (request.query.get('acct') ?? '').replace(/^@/, '').split('@');
        return { status: 200, body: accountJson(known(findAccount(world, username, domain)), world) };
      },
    },
    {
      method: 'GET',
      path: '/api/v1/accounts/:id',
      signedIn: false,
      handle: (request) => ({
        status: 200,
        body: accountJson(known(world.accounts.get(request.names.id ?? '')), world),
      }),
    },
    {
      method: 'GET',
      path: '/api/v1/accounts/:id/statuses',
      signedIn: false,
      handle(request) {
        const account = known(world.accounts.get(request.names.id ?? ''));
        const wantsReplies = !['true', '1'].includes(request.query.get('exclude_replies') ?? '');
        const wantsAll = !['true', '1'].includes(request.query.get('only_media') ?? '');
        const own = [...world.statuses.values()].filter(
          (status) =>
            status.account === account &&
            canSee(status, request.account) &&
            (wantsReplies || status.inReplyToId === null) &&
            (wantsAll || status.media.length > 0),
        );
        const page = paginate(own, request, world, { standard: 20, most: 40, alwaysNext: false });
        return {
          status: 200,
          headers: page.headers,
          body: page.items.map((status) => statusJson(status, world)),
        };
      },
    },
  ];
}
