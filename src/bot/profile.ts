import type { Field, Profile, ProfileChange } from './mastodon-profile.ts';

export interface ProfileOptions {
  /** Where the results and the method are; null where nowhere. */
  readonly publicUrl: string | null;
  /** How the operator is reached; null where unknown. */
  readonly contact: string | null;
}

/** What we would write into an empty profile: who it is, what for, from where, how to be left alone, and whose it is. */
export function offeredProfile({ publicUrl, contact }: ProfileOptions): {
  readonly note: string;
  readonly fields: readonly Field[];
} {
  const note =
    'I measure who really hosts the fediverse, and tell: a summary with a chart once a week. ' +
    'Mention me with a domain, such as mastodon.social, and I answer. "help" says what else I know.\n\n' +
    'I am a program, and I only turn to those who turn to me. Answer me with "delete" or "stop" and I take my reply away, and leave you alone.';
  const reach = contact?.replace(/^mailto:/i, '') ?? null;
  // Folders with their slash, as every host of plain files has them.
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

/** What would change, and in words. What the operator wrote stays, unless `overwrite` asks for the other. */
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
