/** Ports by name, where a list gives them. */
export const addListPorts = `
ALTER TABLE lists ADD COLUMN ports TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(ports));
`;
