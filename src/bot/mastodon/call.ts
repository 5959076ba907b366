import { createRestAPIClient, type mastodon } from 'masto';
import * as v from 'valibot';
import type { Outcome } from '../home-server/home-server.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Allowance, Cost } from './allowance.ts';
import { createWires } from './captured-response.ts';
import { problemOf } from './errors.ts';

export interface CallsOptions {
  readonly url: string;
  readonly accessToken: string;
  readonly userAgent: string;
  /** Milliseconds for one request. */
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly allowance: Allowance;
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** The additional limits that it counts towards. */
  readonly costs?: readonly Cost[];
  /** What to do at our own limit: wait (the default), or fail as if the server had refused. */
  readonly patient?: boolean;
}

type Rest = mastodon.rest.Client;

export interface Calls {
  call<Value>(run: (rest: Rest) => PromiseLike<Value>, options?: CallOptions): Promise<Outcome<Value>>;
  /** As {@link Calls.call}, but the answer must match the schema. */
  read<Schema extends v.GenericSchema>(
    schema: Schema,
    run: (rest: Rest) => PromiseLike<unknown>,
    options?: CallOptions,
  ): Promise<Outcome<v.InferOutput<Schema>>>;
  close(): Promise<void>;
}

/** An ambiguous answer to a request that changes nothing can simply be repeated: it counts as unavailable. */
export function harmless<Value>(outcome: Outcome<Value>): Outcome<Value> {
  if (outcome.ok || outcome.problem.kind !== 'ambiguous') return outcome;
  const { detail, status } = outcome.problem;
  return { ok: false, problem: { kind: 'unavailable', detail, ...(status === undefined ? {} : { status }) } };
}

/** Calls the home server through masto, within our own limits, and returns failures as data. */
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

  /**
   * Creates a client for each call. masto drops per-call options of `list`, and only this way the captured
   * response certainly belongs to the call.
   */
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
        // Following a redirect would turn a POST into a GET and send the token to another host.
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
