import type { Attribution } from '../../model/attribution.ts';

/**
 * The attribution that most addresses of a server share: the same hoster, front and kind. A tie goes to the
 * one that comes first, so callers put A before AAAA. Of those that share it, the one with the most frequent
 * location represents all. `agree` is false where addresses with an answer differ; those without one
 * (`UNROUTED` and the like) do not vote, and represent the server only where there is no other. Null where
 * there are no addresses.
 */
export function majority(attributions: readonly Attribution[]): {
  readonly attribution: Attribution | null;
  readonly agree: boolean;
} {
  const answered = attributions.filter(({ status }) => status === 'OK');
  const voters = answered.length > 0 ? answered : attributions;
  const parties = partiesOf(voters, partyKey);
  const largest = largestOf(parties);
  const sameplace = largestOf(partiesOf(largest, ({ location }) => `${location?.country}|${location?.city}`));
  return { attribution: sameplace[0] ?? null, agree: answered.length === 0 || parties.length === 1 };
}

function partyKey({ hoster, front, kind }: Attribution): string {
  return `${hoster?.id}|${front?.id}|${kind}`;
}

/** In the order in which each party is first heard of. */
function partiesOf(voters: readonly Attribution[], key: (voter: Attribution) => string): Attribution[][] {
  return [...Map.groupBy(voters, key).values()];
}

function largestOf(parties: readonly Attribution[][]): readonly Attribution[] {
  return parties.reduce<readonly Attribution[]>(
    (best, party) => (party.length > best.length ? party : best),
    [],
  );
}
