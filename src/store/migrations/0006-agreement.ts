/**
 * Whether the addresses of a server lead to one place; null in rows that were written before this was kept.
 */
export const addAgreement = `
ALTER TABLE placements ADD COLUMN agree INTEGER CHECK (agree IN (0, 1));
`;
