import { json, type Text } from './answer.ts';
import { findFile } from './site-files.ts';

/** What is wrong with the installation, a sentence each (empty when all is well), and what is known of it. */
export type JudgeInstallation = () => { readonly problems: readonly string[]; readonly details: object };

/** 503 when the site has nothing to show, or something needs the operator. */
export async function answerHealth(siteDir: string, judge?: JudgeInstallation): Promise<Text> {
  const { problems = [], details = {} } = judge?.() ?? {};
  const found = await findFile(siteDir, '/api/networks.json');
  if (found.kind !== 'file') {
    return json(503, { status: 'no scan is complete yet', problems, networks: [], ...details });
  }
  try {
    const { networks } = JSON.parse(await found.handle.readFile('utf8')) as { networks: unknown };
    const status = problems.length > 0 ? 'needs its operator' : 'ok';
    return json(problems.length > 0 ? 503 : 200, { status, problems, networks, ...details });
  } finally {
    await found.handle.close();
  }
}
