import { createRestAPIClient, type mastodon } from 'masto';
import * as v from 'valibot';
import type { Allowance, Cost } from './allowance.ts';
import type { Clock } from './clock.ts';
import type { Outcome } from './home-server.ts';
import { problemOf } from './mastodon-errors.ts';
import { createWires } from './wire.ts';

export interface CallsOptions {
  readonly url: string;
  readonly accessToken: string;
  readonly userAgent: string;
  /** For one request, milliseconds. */
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly allowance: Allowance;
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** What it counts as beside a request. */
  readonly costs?: readonly Cost[];
  /** Whether it waits where our own limit is reached (the default), or is refused as the server would. */
  readonly patient?: boolean;
}

type Rest = mastodon.rest.Client;

export interface Calls {
  call<Value>(run: (rest: Rest) => PromiseLike<Value>, options?: CallOptions): Promise<Outcome<Value>>;
  /** As {@link Calls.call}, and the answer must be such an entity. */
  read<Schema extends v.GenericSchema>(
    schema: Schema,
    run: (rest: Rest) => PromiseLike<unknown>,
    options?: CallOptions,
  ): Promise<Outcome<v.InferOutput<Schema>>>;
  close(): Promise<void>;
}

/** An ambiguous answer to a question that changes nothing is no riddle: ask again later. */
export function harmless<Value>(outcome: Outcome<Value>): Outcome<Value> {
  if (outcome.ok || outcome.problem.kind !== 'ambiguous') return outcome;
  return { ok: false, problem: { kind: 'unavailable', detail: outcome.problem.detail } };
}

/** Calls of the home server through masto, within our own limits, with what goes wrong as data. */
export function createCalls(options: CallsOptions): Calls {
  const { clock, allowance, signal } = options;
  const wires = createWires();

  async function afford({ costs = [], patient = true }: CallOptions): Promise<Outcome<null>> {
    for (;;) {
      const now = clock.now();
      const wait = allowance.wait(costs, now);
      if (wait === 0) {
        allowance.spend(costs);
        return { ok: true, value: null };
      }
      if (!patient) return { ok: false, problem: { kind: 'limited', until: now + wait } };
      if (signal.aborted) return { ok: false, problem: { kind: 'unavailable', detail: 'stopped' } };
      await clock.sleep(wait, signal);
    }
  }

  /** A client for each call: masto drops per-call options of `list`, and only so the answer on the wire is surely this call's. */
  async function call<Value>(
    run: (rest: Rest) => PromiseLike<Value>,
    given: CallOptions = {},
  ): Promise<Outcome<Value>> {
    const afforded = await afford(given);
    if (!afforded.ok) return afforded;
    const { dispatcher, wire } = wires.next();
    const rest = createRestAPIClient({
      url: options.url,
      accessToken: options.accessToken,
      timeout: options.timeoutMs ?? 20_000,
      log: 'error',
      requestInit: {
        headers: { 'User-Agent': options.userAgent, ...given.headers },
        // Followed, a redirect would turn a POST into a GET and carry the token elsewhere.
        redirect: 'error',
        dispatcher,
        signal,
      },
    });
    try {
      return { ok: true, value: await run(rest) };
    } catch (error) {
      return { ok: false, problem: problemOf(error, wire, clock.now()) };
    }
  }

  async function read<Schema extends v.GenericSchema>(
    schema: Schema,
    run: (rest: Rest) => PromiseLike<unknown>,
    given?: CallOptions,
  ): Promise<Outcome<v.InferOutput<Schema>>> {
    const outcome = await call(run, given);
    if (!outcome.ok) return outcome;
    const parsed = v.safeParse(schema, outcome.value);
    if (parsed.success) return { ok: true, value: parsed.output };
    return { ok: false, problem: { kind: 'ambiguous', detail: 'answered, but not as the API says' } };
  }

  return { call, read, close: () => wires.close() };
}
