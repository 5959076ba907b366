import { compareIds } from './flavours.ts';
import type { ModelRequest } from './http.ts';
import type { World } from './world.ts';

export interface Page<Item> {
  /** Newest first, as the API always answers. */
  readonly items: readonly Item[];
  readonly headers: Readonly<Record<string, string>>;
}

function limitOf(request: ModelRequest, standard: number, most: number): number {
  const asked = Number.parseInt(request.query.get('limit') ?? '', 10);
  return Number.isNaN(asked) || asked < 1 ? standard : Math.min(asked, most);
}

function link(request: ModelRequest, world: World, cursor: string, id: string, rel: string): string {
  const query = new URLSearchParams(request.query);
  for (const name of ['max_id', 'min_id', 'since_id', 'access_token']) query.delete(name);
  query.set(cursor, id);
  return `<${world.origin}${request.path}?${query}>; rel="${rel}"`;
}

/**
 * One page of a list by max_id, since_id, min_id and limit
 * (https://docs.joinmastodon.org/api/guidelines/#pagination): since_id gives the newest page after the
 * cursor, min_id the page right after it. `all` is oldest first.
 */
export function paginate<Item extends { readonly id: string }>(
  all: readonly Item[],
  request: ModelRequest,
  world: World,
  options: { readonly standard: number; readonly most: number; readonly alwaysNext: boolean },
): Page<Item> {
  const limit = limitOf(request, options.standard, options.most);
  const documented = world.traits.cursors === 'documented';
  const maxId = request.query.get('max_id');
  const minId = request.query.get('min_id');
  const sinceId = documented ? request.query.get('since_id') : null;
  const inside = all.filter(
    ({ id }) =>
      (maxId === null || compareIds(id, maxId) < 0) &&
      (minId === null || compareIds(id, minId) > 0) &&
      (sinceId === null || compareIds(id, sinceId) > 0),
  );
  const page = minId !== null && documented ? inside.slice(0, limit) : inside.slice(-limit);
  const items = page.toReversed();
  const first = items[0];
  const last = items.at(-1);
  if (!world.traits.linkHeaders || first === undefined || last === undefined) return { items, headers: {} };
  const links = [link(request, world, 'min_id', first.id, 'prev')];
  if (options.alwaysNext || items.length === limit)
    links.unshift(link(request, world, 'max_id', last.id, 'next'));
  return { items, headers: { link: links.join(', ') } };
}
