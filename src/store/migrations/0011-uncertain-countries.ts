/**
 * The likelier country of a server about which the sources disagree; `country` is then null. Rows that were
 * written before this was kept have such a country in `country`.
 */
export const addUncertainCountries = `
ALTER TABLE placements ADD COLUMN uncertain_country TEXT;
`;
