import type { HttpStatus } from '../model/observation.ts';
import type { Http } from '../net/http/http.ts';
import { parseJson } from '../text/json.ts';

export type FetchedJson =
  | {
      readonly ok: true;
      readonly json: unknown;
      /** 200 to 299. */
      readonly code: number;
      /** The final URL, after redirects. */
      readonly url: string;
    }
  | { readonly ok: false; readonly status: HttpStatus; readonly code: number | null };

/**
 * Fetches a JSON document if robots.txt allows it. `BAD_BODY` if the body is not JSON; the Content-Type does
 * not matter.
 */
export async function fetchJson(http: Http, url: string, maxBytes: number): Promise<FetchedJson> {
  const answer = await http.get(url, { maxBytes, accept: 'application/json', robots: true });
  if (!answer.ok) return { ok: false, status: answer.status, code: answer.code };
  const { code } = answer;
  try {
    // A parser may ignore a byte order mark (RFC 8259, 8.1).
    const json: unknown = parseJson(answer.body.toString('utf8').replace(/^\ufeff/, ''));
    return { ok: true, json, code, url: answer.url };
  } catch {
    return { ok: false, status: 'BAD_BODY', code };
  }
}
