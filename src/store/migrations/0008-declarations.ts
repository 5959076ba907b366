/** What admins declare of their servers in DNS; it goes with their other claims. */
export const addDeclarations = `
ALTER TABLE claims ADD COLUMN declared_by TEXT;
ALTER TABLE claims ADD COLUMN declared_country TEXT;
ALTER TABLE targets ADD COLUMN declared_by TEXT;
ALTER TABLE targets ADD COLUMN declared_country TEXT;
`;
