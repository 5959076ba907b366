/**
 * Holds names, constants, comments, the lock file and the documents against the rules; see CONTRIBUTING.md.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { COMMANDS } from '../../src/cli/commands.ts';
import { wideComments } from './comments.ts';
import { constantsDeclaredTwice } from './constants.ts';
import {
  unknownOptions,
  unknownVariables,
  unmergedFiles,
  variablesIn,
  wrongCommands,
  wrongFolderNotes,
  wrongLayers,
  wrongVariables,
} from './documents.ts';
import { gapsOfLock } from './lock.ts';
import { namesDeclaredTwice } from './names.ts';
import { readSources } from './source-files.ts';

const read = (file: string) => readFileSync(file, 'utf8');
const sources = readSources('src/**/*.ts');
const folders = globSync('src/*/').map((path) => path.replace(/^src\/|\/$/g, ''));
const commands = await Promise.all(
  Object.entries(COMMANDS).map(async ([name, { load }]) => ({
    name,
    options: Object.keys((await load()).options),
  })),
);

const config = read('src/config.ts') + read('src/variables.ts');
const variables = variablesIn(config);
const documents = globSync(['*.md', '{docs,deploy}/**/*.md', '.env.example']);

const problems = [
  ...namesDeclaredTwice(sources),
  ...constantsDeclaredTwice(sources),
  ...wideComments([...sources, ...readSources('test/**/*.ts')]),
  ...gapsOfLock(JSON.parse(read('package-lock.json'))),
  ...wrongLayers(read('ARCHITECTURE.md'), JSON.parse(read('.dependency-cruiser.json')).forbidden, folders),
  ...wrongFolderNotes(folders, (file) => (existsSync(file) ? read(file) : null), existsSync),
  ...wrongCommands(read('docs/commands.md'), commands),
  ...documents.flatMap((file) => [
    ...unknownOptions(file, read(file), commands),
    ...unknownVariables(file, read(file), variables),
  ]),
  ...unmergedFiles(
    ['*.*', '{data,deploy,docs,src,test,.github}/**/*.{ts,js,json,md,yml,css,html}'].flatMap((pattern) =>
      readSources(pattern),
    ),
  ),
  ...wrongVariables(read('.env.example'), config),
];
for (const problem of problems) console.error(problem);
console.log(`${sources.length} files and ${commands.length} commands held against the documents`);
process.exit(problems.length === 0 ? 0 : 1);
