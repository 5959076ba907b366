import { NOT_FOUND, Refusal } from './http.ts';
import { mentionedAccounts, toHtml } from './markup.ts';
import { notify } from './notify.ts';
import { countCharacters } from './text.ts';
import {
  canSee,
  iso,
  type ModelAccount,
  type ModelMedia,
  type ModelStatus,
  type Visibility,
  type World,
} from './world.ts';

export interface Draft {
  readonly account: ModelAccount;
  readonly text: string;
  readonly visibility: Visibility;
  readonly spoilerText: string;
  readonly language: string | null;
  readonly sensitive: boolean;
  readonly inReplyToId: string | null;
  readonly mediaIds: readonly string[];
  /** Ids of the accounts that may be mentioned; null where the client does not say. */
  readonly allowedMentions: readonly string[] | null;
  readonly idempotencyKey: string | null;
}

/** How long a key is remembered (https://docs.joinmastodon.org/methods/statuses/#create). */
const IDEMPOTENCY_MS = 3_600_000;

function findMedia(draft: Draft, world: World): ModelMedia[] {
  const refusal = world.traits.refusal;
  if (draft.mediaIds.length > 4) throw new Refusal(refusal, 'Cannot attach more than 4 files');
  const found: ModelMedia[] = [];
  const missing: string[] = [];
  for (const id of draft.mediaIds) {
    const media = world.media.get(id);
    if (media === undefined || media.owner !== draft.account || media.attachedTo !== null) missing.push(id);
    else found.push(media);
  }
  if (missing.length > 0) {
    throw new Refusal(refusal, `Media ${missing.join(', ')} not found or already attached to another post`);
  }
  if (found.some((media) => media.readyAt > world.now())) {
    throw new Refusal(
      refusal,
      'Cannot attach files that have not finished processing. Try again in a moment!',
    );
  }
  return found;
}

function checkText(draft: Draft, world: World): void {
  const { maxCharacters, charactersPerUrl, refusal } = world.traits;
  if (draft.text.trim() === '' && draft.mediaIds.length === 0) {
    throw new Refusal(refusal, "Validation failed: Text can't be blank");
  }
  if (countCharacters(draft.text, draft.spoilerText, charactersPerUrl) > maxCharacters) {
    throw new Refusal(refusal, `Validation failed: Text character limit of ${maxCharacters} exceeded`);
  }
  if (
    world.traits.checksLanguage &&
    draft.language !== null &&
    !/^[a-z]{2,3}(-[\w-]+)?$/i.test(draft.language)
  ) {
    throw new Refusal(400, `Bad Request: language ${draft.language} is not a valid BCP47 language tag`);
  }
}

function checkParent(draft: Draft, world: World): void {
  if (draft.inReplyToId === null) return;
  const parent = world.statuses.get(draft.inReplyToId);
  if (parent === undefined || !canSee(parent, draft.account)) {
    const sentence = 'The post you are trying to reply to does not appear to exist.';
    throw new Refusal(404, world.flavour === 'mastodon' ? sentence : NOT_FOUND);
  }
}

function checkMentions(draft: Draft, mentions: readonly ModelAccount[], world: World): void {
  const allowed = draft.allowedMentions;
  if (allowed === null || !world.traits.allowedMentions) return;
  const unexpected = mentions.filter((account) => !allowed.includes(account.id));
  if (unexpected.length === 0) return;
  throw new Refusal(422, 'Post would be sent to unexpected accounts', {
    unexpected_accounts: unexpected.map(({ id, acct }) => ({ id, acct })),
  });
}

/** Puts a status into the world and tells everybody whom it concerns. */
export function addStatus(status: ModelStatus, world: World): void {
  world.statuses.set(status.id, status);
  status.account.statusesCount += 1;
  status.account.lastStatusAt = status.createdAt;
  const parent = status.inReplyToId === null ? undefined : world.statuses.get(status.inReplyToId);
  if (parent !== undefined) parent.repliesCount += 1;
  world.events.emit('posted', status);
  for (const recipient of status.mentions)
    notify({ type: 'mention', recipient, from: status.account, status }, world);
}

/**
 * Publishes a post of an account of this server, with the checks of the API
 * (https://docs.joinmastodon.org/methods/statuses/#create). Throws a {@link Refusal}. The same
 * Idempotency-Key within the hour gives the first status again.
 */
export function publish(draft: Draft, world: World): ModelStatus {
  const remembers = world.traits.idempotency !== 'ignored';
  const key =
    draft.idempotencyKey === null || !remembers ? null : `${draft.account.id} ${draft.idempotencyKey}`;
  const known = key === null ? undefined : world.idempotency.get(key);
  if (known !== undefined && known.until >= world.now()) {
    if (world.traits.idempotency === 'broken')
      throw new Refusal(500, 'We are sorry, but something went wrong on our end');
    const status = world.statuses.get(known.statusId);
    if (status === undefined) throw new Refusal(404, NOT_FOUND);
    return status;
  }
  checkParent(draft, world);
  const media = findMedia(draft, world);
  checkText(draft, world);
  const mentions = mentionedAccounts(draft.text, world).filter((account) => account !== draft.account);
  checkMentions(draft, mentions, world);
  const status: ModelStatus = {
    id: world.newId(),
    account: draft.account,
    text: draft.text,
    content: toHtml(draft.text, world, world.flavour === 'hollo' ? 'mastodon' : world.flavour),
    visibility: draft.visibility,
    spoilerText: draft.spoilerText,
    language: draft.language,
    sensitive: draft.sensitive || draft.spoilerText !== '',
    inReplyToId: draft.inReplyToId,
    media,
    mentions,
    repliesCount: 0,
    createdAt: iso(world.now()),
    editedAt: null,
    idempotencyKey: draft.idempotencyKey,
  };
  for (const item of media) item.attachedTo = status.id;
  if (key !== null) {
    world.idempotency.set(key, { statusId: status.id, until: world.now() + IDEMPOTENCY_MS });
  }
  addStatus(status, world);
  return status;
}

/** Removes a status, and the notifications about it with it. */
export function removeStatus(status: ModelStatus, world: World): void {
  if (!world.statuses.delete(status.id)) return;
  status.account.statusesCount -= 1;
  const parent = status.inReplyToId === null ? undefined : world.statuses.get(status.inReplyToId);
  if (parent !== undefined) parent.repliesCount -= 1;
  world.notifications = world.notifications.filter((notification) => notification.status !== status);
  world.events.emit('deleted', status);
}
