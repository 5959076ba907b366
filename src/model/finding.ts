import type { Attribution } from './attribution.ts';
import type { Observation } from './observation.ts';

/** An observation with its attributions: all that one scan knows of one server. */
export interface Finding {
  readonly observation: Observation;
  /** One each address, in the order of the endpoints. */
  readonly addresses: readonly Attribution[];
  /** The majority over the addresses; null where there is no address. */
  readonly attribution: Attribution | null;
  /** Whether all addresses have the same hoster, front and kind. */
  readonly agree: boolean;
}
