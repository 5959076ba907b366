/**
 * How a scan asked (`http`), in how many lives of the process a look at a server of the running scan was
 * begun, and whether the latest scan heard that a delegation is gone. Of older scans it is not known how
 * they asked.
 */
export const addSettling = `
ALTER TABLE scans ADD COLUMN http INTEGER CHECK (http IN (0, 1));
ALTER TABLE targets ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delegations ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0;
`;
