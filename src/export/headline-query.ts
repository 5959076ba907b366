/**
 * The table of the front page out of the Parquet export, for DuckDB. Servers behind fronts are in the
 * denominator only.
 */
export const HEADLINE_QUERY = `WITH answered AS (
  FROM 'servers.parquet' WHERE network = 'fediverse' AND status IN ('NOERROR', 'UNDETERMINED')
)
SELECT hoster_id, min(hoster_name) AS hoster_name, count(*) AS servers,
  count(*) / (SELECT count(*) FROM answered) AS share,
  coalesce(sum(active_users), 0) AS active_users
FROM answered WHERE hoster_id IS NOT NULL
GROUP BY hoster_id ORDER BY servers DESC, active_users DESC, hoster_id;`;
