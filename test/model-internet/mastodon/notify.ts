import { iso, type ModelAccount, type ModelNotification, type ModelStatus, type World } from './world.ts';

/**
 * Private mentions by people whom the recipient does not follow, unless they answer a post of the recipient.
 */
function isUninvited(
  recipient: ModelAccount,
  from: ModelAccount,
  status: ModelStatus | null,
  world: World,
): boolean {
  if (status === null || status.visibility !== 'direct' || recipient.follows.has(from.id)) return false;
  const parent = status.inReplyToId === null ? undefined : world.statuses.get(status.inReplyToId);
  return parent?.account !== recipient;
}

/** Tells an account of this server about something; null where it is not told at all. */
export function notify(
  about: {
    readonly type: string;
    readonly recipient: ModelAccount;
    readonly from: ModelAccount;
    readonly status: ModelStatus | null;
  },
  world: World,
): ModelNotification | null {
  const { recipient, from, status, type } = about;
  if (recipient.domain !== null || recipient === from || recipient.blocks.has(from.id)) return null;
  let verdict: string = 'accept';
  if (world.traits.notificationPolicy && isUninvited(recipient, from, status, world)) {
    verdict = recipient.policy.for_private_mentions ?? 'accept';
  }
  if (verdict === 'drop') return null;
  const notification: ModelNotification = {
    id: world.newNotificationId(),
    type,
    createdAt: iso(world.now()),
    recipient,
    account: from,
    status,
    filtered: verdict === 'filter',
  };
  world.notifications.push(notification);
  world.events.emit('notification', notification);
  return notification;
}
