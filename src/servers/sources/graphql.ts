import * as v from 'valibot';
import { type FetchedJson, fetchJson } from './document.ts';
import type { FetchDeps } from './source.ts';

/** Asks a GraphQL server (GraphQL over HTTP: POST, JSON with `query`, an answer with `data`). */
export function fetchGraphql<T>(
  deps: FetchDeps,
  request: { readonly url: string; readonly query: string; readonly robots: boolean },
  data: v.GenericSchema<unknown, T>,
): Promise<FetchedJson<{ data: T }>> {
  const { url, query, robots } = request;
  return fetchJson(deps, { url, robots, json: JSON.stringify({ query }) }, v.object({ data }));
}
