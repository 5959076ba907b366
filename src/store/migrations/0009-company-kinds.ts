/**
 * What each company's own network is, as last seen; null where it was seen as a front or an operator alone.
 */
export const addCompanyKinds = `
ALTER TABLE hosters ADD COLUMN kind TEXT;
UPDATE hosters SET kind = seen.kind
  FROM (
    SELECT p.hoster, p.kind, max(s.to_scan) FROM placements p JOIN stays s ON s.placement_id = p.id
      WHERE p.front IS NULL AND p.hoster IS NOT NULL GROUP BY p.hoster
  ) AS seen
  WHERE seen.hoster = hosters.id;
`;
