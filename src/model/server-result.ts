import type { Attribution } from './attribution.ts';
import type { Observation } from './observation.ts';

/** An observation with its attributions: everything that one scan knows about one server. */
export interface ServerResult {
  readonly observation: Observation;
  /** One per address, in the order of the endpoints. */
  readonly addresses: readonly Attribution[];
  /** The majority over the addresses; null if there are none. */
  readonly attribution: Attribution | null;
  /** Whether all addresses have the same hoster, front and kind. */
  readonly agree: boolean;
}
