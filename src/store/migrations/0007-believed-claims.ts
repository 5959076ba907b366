/**
 * Why a claim is not believed, kept with it, so that later claims are measured against believed ones only;
 * until now -1 stood for a claim that is no count, and what was too much was found out anew at each reading.
 * Which listed servers are one.
 */
export const addBelievedClaims = `
ALTER TABLE claims ADD COLUMN implausible TEXT;
ALTER TABLE targets ADD COLUMN implausible TEXT;
ALTER TABLE targets ADD COLUMN delegate TEXT;
ALTER TABLE scans ADD COLUMN aliases INTEGER NOT NULL DEFAULT 0;
UPDATE claims SET implausible = 'not a count', users_total = NULL WHERE users_total < 0;
UPDATE targets SET implausible = 'not a count', users_total = NULL WHERE users_total < 0;
UPDATE claims SET implausible = 'more users than any server has'
  WHERE users_total > 5000000 OR users_active_month > 1000000;
UPDATE claims SET implausible = 'more active than total' WHERE implausible IS NULL AND users_active_month > users_total;
`;
