import { createInterface } from 'node:readline/promises';
import { describeProblem } from '../bot/home-server/problem.ts';
import { authorise } from '../bot/mastodon/oauth.ts';
import { completeProfile } from '../bot/mastodon/profile.ts';
import { drawProfilePicture } from '../bot/mastodon/profile-picture.ts';
import { createMastodonServer, type MastodonServer } from '../bot/mastodon/server.ts';
import type { Config } from '../config.ts';
import { explainAccount } from '../jobs/home-server.ts';
import { userAgent } from '../jobs/user-agent.ts';
import { UsageError } from '../model/expected-errors.ts';
import type { Arguments, Command, Surroundings } from './command.ts';
import { setVariables } from './env-file.ts';

const ENV_FILE = '.env';
/**
 * The tokens of Mastodon and related software are base64url. A header can carry no other characters than
 * these.
 */
const TOKEN = /^[\x21-\x7e]{1,2000}$/;

export const login: Command = {
  synopsis: '[ADDRESS] [--token] [--profile [--overwrite]]',
  options: {
    token: { type: 'boolean' },
    profile: { type: 'boolean' },
    overwrite: { type: 'boolean' },
  },
  halfAccount: true,
  run: async (given, surroundings) => {
    const { config, say } = surroundings;
    const url = addressOf(given, config);
    const { token: fromStdin, profile, overwrite } = given.options;
    if (overwrite === true && profile !== true) throw new UsageError('--overwrite: expected with --profile');

    const known = config.account?.url === url && fromStdin !== true ? config.account.token : null;
    if (known !== null) {
      const checked = await check(url, known, given, surroundings);
      // Only a refused token calls for a new one; it would not help with other problems.
      if (checked !== 'refused') return checked;
      say('The token in use is refused; this makes a new one.');
    }
    const token = fromStdin === true ? await readSecret(surroundings) : await obtain(url, surroundings);
    if (token === null) return 1;
    const checked = await check(url, token, given, surroundings);
    if (checked === 'refused') {
      say(`${url} refuses this token. ${ENV_FILE} is unchanged.`);
      return 2;
    }
    if (checked !== 0) return checked;
    setVariables(ENV_FILE, { MASTODON_URL: url, MASTODON_ACCESS_TOKEN: token });
    say(`Wrote MASTODON_URL and MASTODON_ACCESS_TOKEN to ${ENV_FILE}, which only you can read.`);
    return 0;
  },
};

function addressOf({ positionals }: Arguments, config: Config): string {
  const [first, ...surplus] = positionals;
  if (surplus.length > 0) throw new UsageError(`expected one ADDRESS, got also ${surplus.join(' ')}`);
  const text = first ?? config.homeServer;
  if (text === null) {
    throw new UsageError(
      'ADDRESS: expected the address of your home server such as https://social.example, got nothing, and MASTODON_URL is not set',
    );
  }
  const full = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (URL.canParse(full) && new URL(full).username === '') return new URL(full).origin;
  throw new UsageError(
    `ADDRESS: expected the address of your home server such as https://social.example, got ${JSON.stringify(text)}`,
  );
}

/** Reads one line of stdin. Every user of the machine can read the arguments of a command. */
async function readLine({ stdin, signal }: Surroundings): Promise<string> {
  const lines = createInterface({ input: stdin });
  const stop = () => lines.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    signal.removeEventListener('abort', stop);
    lines.close();
  }
}

async function readSecret(surroundings: Surroundings): Promise<string | null> {
  surroundings.say('Give the access token on standard input:');
  const token = await readLine(surroundings);
  if (TOKEN.test(token)) return token;
  throw new UsageError('--token: expected an access token on standard input, got no line that could be one');
}

/**
 * A new token, with the consent of the account's owner. Null if there is none; `say` then receives the
 * reason.
 */
async function obtain(url: string, surroundings: Surroundings): Promise<string | null> {
  const { config, say, out } = surroundings;
  const begun = await authorise({ url, userAgent: userAgent(config), website: config.publicUrl });
  if (!begun.ok) {
    say(`No token: ${begun.problem}.`);
    return null;
  }
  say('Open this page as the owner of the account, agree, and give the code that it shows:');
  await out(`${begun.value.page}\n`);
  const code = await readLine(surroundings);
  if (code === '') {
    say('No token: no code was given.');
    return null;
  }
  const token = await begun.value.exchange(code);
  if (token.ok) return token.value;
  say(`No token: ${token.problem}. The code is good for one try only; run it again for another.`);
  return null;
}

/**
 * Reports the owner of the token and updates the profile. `refused` if the home server does not accept the
 * token.
 */
async function check(
  url: string,
  token: string,
  given: Arguments,
  { config, say }: Surroundings,
): Promise<0 | 1 | 2 | 'refused'> {
  const server = createMastodonServer({ url, accessToken: token, userAgent: userAgent(config) });
  try {
    const account = await server.account();
    if (!account.ok && account.problem.kind === 'unauthorised') return 'refused';
    const mistake = explainAccount(account, { account: { url, token } });
    if (mistake !== null) {
      mistake.lines.forEach(say);
      return mistake.exit;
    }
    if (account.ok) say(`The token is that of @${account.value.acct} on ${new URL(url).host}.`);
    return await seeToProfile(server, given, { config, say });
  } finally {
    await server.close();
  }
}

async function seeToProfile(
  { profiles }: MastodonServer,
  { options }: Arguments,
  { config, say }: Pick<Surroundings, 'config' | 'say'>,
): Promise<0 | 1> {
  const profile = await profiles.read();
  if (!profile.ok) {
    say(`The profile cannot be read now (${describeProblem(profile.problem)}).`);
    return 1;
  }
  const overwrite = options.overwrite === true;
  const whole = completeProfile(profile.value, { ...config, overwrite, picture: drawProfilePicture });
  const asked = options.profile === true;
  const change = asked ? whole.change : profile.value.bot ? {} : { bot: true };
  if (Object.keys(change).length > 0) {
    const changed = await profiles.change(change);
    if (!changed.ok) {
      say(`The profile could not be changed (${describeProblem(changed.problem)}).`);
      return 1;
    }
    say(`Set on the account: ${(asked ? whole.set : ['bot flag']).join(', ')}.`);
  }
  const open = asked ? [] : whole.set.filter((what) => what !== 'bot flag');
  if (open.length > 0) say(`Still empty: ${open.join(', ')}. \`login --profile\` fills that in.`);
  if (asked && whole.kept.length > 0) {
    say(`Left as you wrote it: ${whole.kept.join(', ')}. \`login --profile --overwrite\` replaces that.`);
  }
  if (asked && (config.publicUrl === null || config.contact === null)) {
    say('PUBLIC_URL and CONTACT are not both set: fields that need them are left out.');
  }
  return 0;
}
