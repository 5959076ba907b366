import { chooseDatabases } from '../../attribution/databases/choose.ts';
import { embeddedDatabases } from '../../attribution/databases/sources.ts';
import { DAY_MS } from './age.ts';

export interface DataHealth {
  readonly name: string;
  readonly date: string | null;
  readonly ageDays: number | null;
}

/** Days. Hosting changes slowly, but address ranges are sold every day. */
export const OLDEST_DATA_DAYS = 60;

export function dataHealth(dataDir: string, now: Date): readonly DataHealth[] {
  const { databases, frontSources } = chooseDatabases(dataDir, embeddedDatabases());
  const sources = [...databases.asn.credits, ...databases.city.credits, ...frontSources];
  return sources.map(({ name, date }) => ({
    name,
    date,
    ageDays: date === null ? null : Math.floor((now.getTime() - Date.parse(date)) / DAY_MS),
  }));
}

export function dataProblems(data: readonly DataHealth[]): readonly string[] {
  return data
    .filter(({ ageDays }) => ageDays !== null && ageDays > OLDEST_DATA_DAYS)
    .map(({ name, ageDays }) => `The data of ${name} is ${ageDays} days old; run \`whohosts update-data\``);
}
