import { chooseDatabases } from '../../attribution/choose.ts';
import { loadHosters } from '../../attribution/hosters.ts';
import { type DataSource, embeddedDatabases } from '../../attribution/sources.ts';
import { readOptOuts } from '../../servers/opt-outs.ts';
import { type Check, daysBetween, failed, messageOf, ok, warn } from './check.ts';

const OLDEST_DATA_DAYS = 60;

/** Whether the reviewed tables of a folder can be read. */
export async function checkTables(folder: URL): Promise<Check> {
  try {
    const { owners, operators } = loadHosters(folder);
    await readOptOuts(new URL('opt-outs.txt', folder));
    return ok('reference tables', `${owners.length} hosters and fronts, ${operators.length} operators`);
  } catch (error) {
    return failed(
      'reference tables',
      messageOf(error),
      'mend the file, or take it from the repository again',
    );
  }
}

/** The address databases in use, and how old each is. */
export function checkAddressData(
  dataDir: string,
  now: Date,
  installed = embeddedDatabases(),
): readonly Check[] {
  const { databases, frontSources, problems } = chooseDatabases(dataDir, installed);
  const renewable = [...databases.asn.credits, ...databases.city.credits, ...frontSources];
  return [
    ...problems.map((problem) => warn('address data', problem, 'run `whohosts update-data`')),
    ...renewable.map((source) => checkAge(source, now, 'run `whohosts update-data`')),
    ...databases.country.credits.map((source) => describeAge(source)),
  ];
}

function checkAge(source: DataSource, now: Date, advice: string): Check {
  const check = describeAge(source);
  if (source.date === null) return check;
  const days = daysBetween(new Date(source.date), now);
  return days <= OLDEST_DATA_DAYS
    ? check
    : warn('address data', `${check.message}, ${days} days old`, advice);
}

/** The country table comes with the installation alone, and is only the second opinion. */
function describeAge({ name, date }: DataSource): Check {
  return ok('address data', `${name}, ${date === null ? 'of an unknown day' : `of ${date}`}`);
}
