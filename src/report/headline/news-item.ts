/**
 * The finding that a week's post begins with. `held` is the number of servers concerned, of all that
 * answered; shares are fractions.
 */
export type NewsItem =
  /** How much the largest hosters hold together. */
  | { readonly kind: 'few'; readonly hosters: number; readonly held: number }
  /** A hoster whose share of users is far larger (`more`) or far smaller than its share of servers. */
  | {
      readonly kind: 'users';
      readonly name: string;
      readonly activeShare: number;
      readonly more: boolean;
      readonly held: number;
    }
  /**
   * The band of latitude with the most servers. `held` is relative to `located`, the servers with a known
   * location.
   */
  | {
      readonly kind: 'band';
      readonly from: number;
      readonly to: number;
      readonly held: number;
      readonly located: number;
    }
  /** A hoster overtook another among the five largest. */
  | {
      readonly kind: 'rank';
      readonly name: string;
      readonly passed: string;
      readonly rank: number;
      readonly held: number;
    }
  /** The number of hosters that together hold more than half has changed. */
  | { readonly kind: 'half'; readonly hosters: number; readonly before: number; readonly held: number }
  /** The share of the five largest hosters crossed a multiple of 5 %. */
  | { readonly kind: 'five'; readonly level: number; readonly rising: boolean; readonly held: number }
  /** A hoster's share changed by more than its margin of error. */
  | { readonly kind: 'change'; readonly name: string; readonly change: number; readonly held: number }
  /**
   * A share is higher or lower than in all of the last `weeks` weeks. `name` is null for everything behind
   * CDNs.
   */
  | {
      readonly kind: 'record';
      readonly name: string | null;
      readonly rising: boolean;
      readonly weeks: number;
      readonly held: number;
    }
  /** At least `held` servers depend on companies under one law. */
  | { readonly kind: 'law'; readonly region: 'us' | 'eea'; readonly held: number }
  /** More servers moved from one hoster to the other than in the opposite direction. */
  | { readonly kind: 'flow'; readonly from: string; readonly to: string; readonly net: number };

export interface News {
  /** Null if no hoster is known. */
  readonly finding: NewsItem | null;
  /** `quiet`: compared with the previous scan, and little changed. `still`: there was nothing comparable. */
  readonly state: 'new' | 'quiet' | 'still';
}
