import type { Field, Profile, ProfileChange } from './profile-api.ts';

export interface ProfileOptions {
  /** The site with results and method; null if there is none. */
  readonly publicUrl: string | null;
  /** How to reach the operator; null if unknown. */
  readonly contact: string | null;
}

/**
 * The text for an empty profile: what the bot is and does, where its results are, how to opt out, and who
 * runs it.
 */
export function offeredProfile({ publicUrl, contact }: ProfileOptions): {
  readonly note: string;
  readonly fields: readonly Field[];
} {
  const note =
    'I measure who really hosts the fediverse, and tell: a summary with a chart once a week. ' +
    'Mention me with a domain, such as mastodon.social, and I answer. "help" says what else I know.\n\n' +
    'I am a program, and I only turn to those who turn to me. Answer me with "delete" or "stop" and I take my reply away, and leave you alone.';
  const reach = contact?.replace(/^mailto:/i, '') ?? null;
  // URLs of folders need the final slash, which every static host supports.
  const page = (path: string) => (publicUrl === null ? null : `${publicUrl}/${path}`);
  const fields = [
    { name: 'Source', value: page('') },
    { name: 'Method', value: page('method/') },
    { name: 'Opt-out', value: page('admins/') ?? (reach === null ? null : `Servers: ${reach}`) },
    { name: 'Operator', value: reach },
  ];
  return {
    note,
    fields: fields.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }])),
  };
}

/** The changes to a profile, and their names. What the operator wrote stays, unless `overwrite` is set. */
export function completeProfile(
  profile: Profile,
  options: ProfileOptions & { readonly overwrite: boolean; readonly picture: () => Uint8Array },
): { readonly change: ProfileChange; readonly set: readonly string[]; readonly kept: readonly string[] } {
  const { note, fields } = offeredProfile(options);
  const { overwrite } = options;
  const set: string[] = [];
  const kept: string[] = [];
  const wants = (what: string, isEmpty: boolean, isSame: boolean): boolean => {
    if (isSame) return false;
    (isEmpty || overwrite ? set : kept).push(what);
    return isEmpty || overwrite;
  };
  const sameFields = JSON.stringify(profile.fields) === JSON.stringify(fields);
  const change: ProfileChange = {
    ...(wants('bot flag', true, profile.bot) ? { bot: true } : {}),
    ...(wants('bio', profile.note.trim() === '', profile.note.trim() === note) ? { note } : {}),
    ...(fields.length > 0 && wants('fields', profile.fields.length === 0, sameFields) ? { fields } : {}),
    ...(wants('picture', !profile.hasPicture, false) ? { picture: options.picture() } : {}),
  };
  return { change, set, kept };
}
