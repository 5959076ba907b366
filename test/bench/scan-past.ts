import SQLite from 'better-sqlite3';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Puts the one scan of a database into the past, and a second one that found the same after it: five weeks
 * ago and one week ago, as in a history in which the dead have long been dead.
 */
export function repeatInThePast(file: string): void {
  const database = new SQLite(file);
  const ago = (weeks: number) => new Date(Date.now() - weeks * WEEK_MS).toISOString();
  const setTimes = database.prepare('UPDATE scans SET started_at = ?, finished_at = ? WHERE id = ?');
  const repeat = database.transaction(() => {
    setTimes.run(ago(5), ago(5), 1);
    for (const [table, key] of [
      ['scans', 'id'],
      ['looks', 'scan_id'],
      ['counts', 'scan_id'],
      ['totals', 'scan_id'],
    ]) {
      database.exec(`CREATE TEMP TABLE again AS SELECT * FROM ${table} WHERE ${key} = 1;
        UPDATE again SET ${key} = 2;
        INSERT INTO ${table} SELECT * FROM again;
        DROP TABLE again`);
    }
    for (const table of ['stays', 'claims'])
      database.prepare(`UPDATE ${table} SET to_scan = 2 WHERE to_scan = 1`).run();
    setTimes.run(ago(1), ago(1), 2);
  });
  repeat();
  database.close();
}
