/** What a week's post begins with. `held`: servers that it speaks of, of all that answered; shares are fractions. */
export type Finding =
  /** How much the largest hosters hold together, five at most. */
  | { readonly kind: 'few'; readonly hosters: number; readonly held: number }
  /** A hoster that holds far more (`more`), or far less, of the users than of the servers. */
  | {
      readonly kind: 'users';
      readonly name: string;
      readonly activeShare: number;
      readonly more: boolean;
      readonly held: number;
    }
  /** The band of latitude with most of the located servers; `located` takes the place of all that answered. */
  | {
      readonly kind: 'band';
      readonly from: number;
      readonly to: number;
      readonly held: number;
      readonly located: number;
    }
  /** A hoster came before another among the five largest. */
  | {
      readonly kind: 'rank';
      readonly name: string;
      readonly passed: string;
      readonly rank: number;
      readonly held: number;
    }
  /** It takes another number of hosters than before to hold more than half. */
  | { readonly kind: 'half'; readonly hosters: number; readonly before: number; readonly held: number }
  /** The share of the five largest crossed a multiple of five per cent. */
  | { readonly kind: 'five'; readonly level: number; readonly rising: boolean; readonly held: number }
  /** A hoster's share changed beyond its margin. */
  | { readonly kind: 'change'; readonly name: string; readonly change: number; readonly held: number }
  /** A share is higher or lower than in all `weeks` before; `name` is null for all that is hidden behind CDNs. */
  | {
      readonly kind: 'record';
      readonly name: string | null;
      readonly rising: boolean;
      readonly weeks: number;
      readonly held: number;
    }
  /** More servers went from one place to another than came back. */
  | { readonly kind: 'flow'; readonly from: string; readonly to: string; readonly net: number };

export interface News {
  /** Null where nothing is known of any hoster. */
  readonly finding: Finding | null;
  /** `quiet`: it was compared with the previous scan, and little happened; `still`: there was nothing to compare with. */
  readonly state: 'new' | 'quiet' | 'still';
}
