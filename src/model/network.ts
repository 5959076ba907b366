/** The networks that are measured; `web` is the control group of ordinary websites. */
export const NETWORKS = ['fediverse', 'xmpp', 'matrix', 'web'] as const;

export type Network = (typeof NETWORKS)[number];

export function isNetwork(text: string): text is Network {
  return (NETWORKS as readonly string[]).includes(text);
}
