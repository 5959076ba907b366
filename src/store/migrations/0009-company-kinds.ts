/** What each company's own network is, as last seen; null where it was seen as a front or an operator alone. */
export const sql = `
ALTER TABLE hosters ADD COLUMN kind TEXT;
UPDATE hosters SET kind = seen.kind
  FROM (SELECT hoster, kind, max(id) FROM placements WHERE front IS NULL AND hoster IS NOT NULL GROUP BY hoster) AS seen
  WHERE seen.hoster = hosters.id;
`;
