import type { mastodon } from 'masto';
import * as v from 'valibot';
import type { Outcome } from '../home-server/home-server.ts';
import { type Calls, harmless } from './call.ts';

export interface Field {
  readonly name: string;
  readonly value: string;
}

/** The profile of the bot's account, as its owner typed it. */
export interface Profile {
  readonly bot: boolean;
  readonly note: string;
  readonly fields: readonly Field[];
  /** Whether the account has a picture of its own, judged by the picture's file name. */
  readonly hasPicture: boolean;
}

export interface ProfileChange {
  readonly bot?: boolean;
  readonly note?: string;
  readonly fields?: readonly Field[];
  /** PNG. */
  readonly picture?: Uint8Array;
}

export interface Profiles {
  read(): Promise<Outcome<Profile>>;
  change(change: ProfileChange): Promise<Outcome<null>>;
}

const text = v.fallback(v.string(), '');
const fields = v.fallback(v.array(v.object({ name: text, value: text })), []);

const profileSchema = v.object({
  bot: v.fallback(v.boolean(), false),
  note: text,
  fields,
  avatar: text,
  source: v.fallback(v.nullable(v.object({ note: text, fields })), null),
});

/** File names of the default pictures of several servers. */
const NO_PICTURE = /(^$|missing\.(png|svg)|default|avi\.png|identicon|favicon)/i;

/**
 * Reads and changes the account's own profile (docs.joinmastodon.org/methods/accounts/#update_credentials).
 */
export function createProfiles({ call, read }: Pick<Calls, 'call' | 'read'>): Profiles {
  return {
    async read() {
      const account = harmless(await read(profileSchema, (rest) => rest.v1.accounts.verifyCredentials()));
      if (!account.ok) return account;
      const { bot, avatar, source, ...shown } = account.value;
      const { note, fields: rows } = source ?? shown;
      const filled = rows.filter(({ name, value }) => name !== '' || value !== '');
      return { ok: true, value: { bot, note, fields: filled, hasPicture: !NO_PICTURE.test(avatar) } };
    },

    async change(change) {
      const changed = harmless(await call((rest) => rest.v1.accounts.updateCredentials(parameters(change))));
      return changed.ok ? { ok: true, value: null } : changed;
    },
  };
}

function parameters({
  bot,
  note,
  fields: rows,
  picture,
}: ProfileChange): mastodon.rest.v1.UpdateCredentialsParams {
  return {
    ...(bot === undefined ? {} : { bot }),
    ...(note === undefined ? {} : { note }),
    ...(rows === undefined ? {} : { fieldsAttributes: [...rows] }),
    ...(picture === undefined
      ? {}
      : { avatar: new File([new Uint8Array(picture)], 'avatar.png', { type: 'image/png' }) }),
  };
}
