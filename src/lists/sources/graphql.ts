import * as v from 'valibot';
import { fetchSourceJson, type SourceDocument } from './document.ts';
import type { FetchDeps } from './source.ts';

/** Queries a GraphQL server (GraphQL over HTTP: POST, JSON with `query`, a response with `data`). */
export function fetchGraphql<T>(
  deps: FetchDeps,
  request: { readonly url: string; readonly query: string; readonly robots: boolean },
  data: v.GenericSchema<unknown, T>,
): Promise<SourceDocument<{ data: T }>> {
  const { url, query, robots } = request;
  return fetchSourceJson(deps, { url, robots, json: JSON.stringify({ query }) }, v.object({ data }));
}
