import { type ModelAnswer, type ModelRequest, NOT_FOUND, Refusal } from './http.ts';
import type { World } from './world.ts';

export interface Route {
  readonly method: string;
  /** `:name` stands for one part of the path. */
  readonly path: string;
  /** Whether only an account's token opens it. */
  readonly signedIn: boolean;
  handle(request: ModelRequest): ModelAnswer;
}

/** The parts that `:name` stands for, or null where the path is another; `*` stands for any one part. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.replace(/\/$/, '').split('/');
  const given = path.replace(/\/$/, '').split('/');
  if (wanted.length !== given.length) return null;
  const names: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) names[part.slice(1)] = value;
    else if (part !== '*' && part !== value) return null;
  }
  return names;
}

/** An error's body in the way of the server software. */
export function refusalAnswer(refusal: Refusal, world: World): ModelAnswer {
  const { status, message, details } = refusal;
  if (world.traits.errors === 'html') {
    return { status, type: 'text/html; charset=utf-8', body: `<h1>${status} ${message}</h1>\n` };
  }
  // Hollo answers a refused parameter with the validator's own object where others have a sentence.
  if (world.flavour === 'hollo' && status === 400) {
    return { status, body: { error: { name: 'ZodError', message: JSON.stringify([{ message }]) } } };
  }
  return { status, body: { error: message, ...details } };
}

export interface Router {
  answer(request: Omit<ModelRequest, 'names'>): ModelAnswer;
}

export function createRouter(routes: readonly Route[], world: World): Router {
  const find = (method: string, path: string) => {
    for (const route of routes) {
      const names = route.method === method ? matchPath(route.path, path) : null;
      if (names !== null) return { route, names };
    }
    return null;
  };
  return {
    answer(request) {
      try {
        const found = find(request.method, request.path);
        if (found === null) throw new Refusal(404, NOT_FOUND);
        if (request.token !== null && request.account === null) {
          throw new Refusal(401, 'The access token is invalid');
        }
        if (found.route.signedIn && request.account === null) {
          throw new Refusal(401, 'This method requires an authenticated user');
        }
        return found.route.handle({ ...request, names: found.names });
      } catch (error) {
        if (error instanceof Refusal) return refusalAnswer(error, world);
        throw error;
      }
    },
  };
}
