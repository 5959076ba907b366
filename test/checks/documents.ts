import type { SourceFile } from './source-files.ts';
/**
 * What the documents say, held against the code. Each function returns a sentence for each thing that
 * disagrees.
 */

/** The parts of a dependency-cruiser rule that decide what a folder may import. */
export interface LayerRule {
  readonly from: { readonly path?: string };
  readonly to: { readonly path?: string; readonly pathNot?: string };
}

/** The folders of `src/` that the rules let `folder` import. */
export function allowedImports(
  rules: readonly LayerRule[],
  folders: readonly string[],
  folder: string,
): readonly string[] {
  const forbids = ({ from, to }: LayerRule, target: string): boolean => {
    const source = from.path === undefined ? null : new RegExp(from.path).exec(`src/${folder}/x.ts`);
    if (source === null || to.path === undefined || to.pathNot === undefined) return false;
    const pathNot = to.pathNot.replace('$1', source[1] ?? '');
    const file = `src/${target}/x.ts`;
    return new RegExp(to.path).test(file) && !new RegExp(pathNot).test(file);
  };
  return folders.filter(
    (target) => target !== folder && !rules.some((rule) => forbids(rule, target)) && target !== 'cli',
  );
}

/** A row of the table of layers: `| layer | folder | what lives there | may import |`. */
const LAYER_ROW = /^\| \d+ \| `src\/([\w-]+)\/` \|[^|]*\|([^|]*)\|$/gm;

/** Every folder of `src/` has one row in ARCHITECTURE.md, which lists the folders that it may import. */
export function wrongLayers(
  architecture: string,
  rules: readonly LayerRule[],
  folders: readonly string[],
): readonly string[] {
  const rows = new Map(
    [...architecture.matchAll(LAYER_ROW)].map(([, folder = '', may = '']) => [folder, may]),
  );
  const problems = [...rows.keys()]
    .filter((folder) => !folders.includes(folder))
    .map((folder) => `ARCHITECTURE.md: there is no folder src/${folder}/`);
  for (const folder of folders) {
    const row = rows.get(folder);
    if (row === undefined) {
      problems.push(`ARCHITECTURE.md: src/${folder}/ is not in the table of layers`);
      continue;
    }
    const written = [...row.matchAll(/`([\w-]+)`/g)].map(([, name]) => name).sort();
    const allowed = [...allowedImports(rules, folders, folder)].sort();
    if (written.join() !== allowed.join()) {
      problems.push(
        `ARCHITECTURE.md: src/${folder}/ may import ${allowed.join(', ') || 'nothing'}, ` +
          `the table says ${written.join(', ') || 'nothing'}`,
      );
    }
  }
  return problems;
}

/** A command with the names of its options. */
export interface DocumentedCommand {
  readonly name: string;
  readonly options: readonly string[];
}

/** Every command has a heading in docs/commands.md, and under it every option; nothing else is there. */
export function wrongCommands(document: string, commands: readonly DocumentedCommand[]): readonly string[] {
  const sections = new Map(
    document
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split('\n', 1)[0]?.trim() ?? '', section]),
  );
  const problems = [...sections.keys()]
    .filter((name) => !commands.some((command) => command.name === name))
    .map((name) => `docs/commands.md: there is no command ${name}`);
  for (const { name, options } of commands) {
    const section = sections.get(name);
    if (section === undefined) {
      problems.push(`docs/commands.md: the command ${name} has no section`);
      continue;
    }
    const written = new Set([...section.matchAll(/^\| `--([\w-]+)/gm)].map(([, option = '']) => option));
    for (const option of options) {
      if (!written.delete(option)) problems.push(`docs/commands.md: ${name} has an option --${option}`);
    }
    for (const option of written) problems.push(`docs/commands.md: ${name} has no option --${option}`);
  }
  return problems;
}

/** Options of npm, docker and rsync in our texts. */
const FOREIGN_OPTIONS = new Set([
  'read-only',
  'cap-drop',
  'init',
  'env-file',
  'memory',
  'delete',
  'exclude',
  'save',
]);

/**
 * Options that a text mentions and that no command has; `npm` options and those of other programs excepted.
 */
export function unknownOptions(
  file: string,
  text: string,
  commands: readonly DocumentedCommand[],
): readonly string[] {
  const known = new Set([...commands.flatMap(({ options }) => options), 'help', 'version', 'keep', 'labels']);
  const mentioned = [...text.matchAll(/(?<=[\s`(])--([a-z][\w-]*)/g)].map(([, option = '']) => option);
  const own = mentioned.filter((option) => !FOREIGN_OPTIONS.has(option));
  return [...new Set(own)]
    .filter((option) => !known.has(option))
    .map((option) => `${file}: no command has an option --${option}`);
}

/** Node reads it when it starts, so .env is too late for it; .env.example says so in words. */
const READ_BY_NODE = 'NODE_EXTRA_CA_CERTS';

/** Names of all variables in the files that read them, where only these are in capitals. */
export function variablesIn(config: string): Set<string> {
  return new Set([...config.matchAll(/'([A-Z][A-Z0-9_]+)'/g)].map(([, name = '']) => name));
}

/** Words of other programs, protocols and examples that look like variables of ours. */
const FOREIGN_VARIABLES = /^(?:AF_[A-Z0-9]+|NODE_ENV|NEW_FOLDER|LOCAL_DOMAIN|WEB_DOMAIN)$/;

/** Variables that a document names and that do not exist. */
export function unknownVariables(file: string, text: string, known: ReadonlySet<string>): readonly string[] {
  const named = new Set([...text.matchAll(/\b[A-Z]+(?:_[A-Z0-9]+)+\b/g)].map(([name]) => name));
  return [...named]
    .filter((name) => !known.has(name) && !FOREIGN_VARIABLES.test(name))
    .map((name) => `${file}: there is no variable ${name}`);
}

/** Every variable that config.ts reads stands in .env.example, with its default; and no other does. */
export function wrongVariables(example: string, config: string): readonly string[] {
  const read = variablesIn(config);
  const written = new Set([...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => name));
  const problems: string[] = [];
  read.delete(READ_BY_NODE);
  for (const name of read) if (!written.has(name)) problems.push(`.env.example: ${name} is missing`);
  for (const name of written) if (!read.has(name)) problems.push(`.env.example: nothing reads ${name}`);
  const defaults = [
    ...config.matchAll(/whole\('([A-Z_]+)',[^)]*\) \?\? ([\d_]+)/g),
    ...config.matchAll(/cron\('([A-Z_]+)', '([^']+)'\)/g),
    ...config.matchAll(/oneOf\('([A-Z_]+)', [^)]*'(\w+)'\)/g),
    ...config.matchAll(/text\('([A-Z_]+)'\) \?\? '([^']+)'/g),
  ];
  for (const [, name = '', value = ''] of defaults) {
    const wanted = value.replaceAll('_', '');
    if (!example.includes(`Default of ${name}: ${wanted}`)) {
      problems.push(`.env.example: expected the words "Default of ${name}: ${wanted}"`);
    }
  }
  return problems;
}

/** Each folder of `src/` has a README.md that says where to start, and the files that it names are there. */
export function wrongFolderNotes(
  folders: readonly string[],
  read: (file: string) => string | null,
  exists: (file: string) => boolean,
): readonly string[] {
  return folders.flatMap((folder) => {
    const file = `src/${folder}/README.md`;
    const note = read(file);
    if (note === null) return [`${file} is missing`];
    const named = [...note.matchAll(/`([\w/-]+\.\w+|[\w-]+\/)`/g)].map(([, name = '']) => name);
    return named
      .filter((name) => !exists(`src/${folder}/${name}`) && !exists(`src/${name}`))
      .map((name) => `${file}: there is no ${name}`);
  });
}

const CONFLICT = /^(?:<{7}|>{7}) /m;

/** Files that still hold the marks of a merge conflict. */
export function unmergedFiles(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ text }) => CONFLICT.test(text))
    .map(({ path }) => `${path}: a merge conflict is left`);
}
