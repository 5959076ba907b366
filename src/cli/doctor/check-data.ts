import { chooseDatabases } from '../../attribution/databases/choose.ts';
import { type DataSource, embeddedDatabases } from '../../attribution/databases/sources.ts';
import { loadHosters } from '../../attribution/rules/hosters.ts';
import { OLDEST_DATA_DAYS } from '../../jobs/health/data-health.ts';
import { readOptOuts } from '../../lists/opt-outs.ts';
import { errorMessage } from '../../text/error-text.ts';
import { type Check, daysBetween, failed, ok, warn } from './check.ts';

/** Checks whether the reviewed tables of a folder can be read. */
export async function checkTables(folder: URL): Promise<Check> {
  try {
    const { owners, operators } = loadHosters(folder);
    await readOptOuts(new URL('opt-outs.txt', folder));
    return ok('reference tables', `${owners.length} hosters and fronts, ${operators.length} operators`);
  } catch (error) {
    return failed(
      'reference tables',
      errorMessage(error),
      'correct the file, or restore it from the repository',
    );
  }
}

/** Lists the address databases in use and checks their age. */
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

/**
 * The age alone, without a warning. The country table changes only with the installation, and is only a
 * second opinion.
 */
function describeAge({ name, date }: DataSource): Check {
  return ok('address data', `${name}, ${date === null ? 'of an unknown day' : `of ${date}`}`);
}
