import type { HttpStatus } from '../model/observation.ts';
import type { Http } from '../net/http.ts';

export type FetchedJson =
  | {
      readonly ok: true;
      readonly json: unknown;
      /** 200 to 299. */
      readonly code: number;
      /** Where it came from, after redirects. */
      readonly url: string;
    }
  | { readonly ok: false; readonly status: HttpStatus; readonly code: number | null };

/** Fetches a JSON document as far as robots.txt allows; `BAD_BODY` where it is none, whatever its Content-Type. */
export async function fetchJson(http: Http, url: string, maxBytes: number): Promise<FetchedJson> {
  const answer = await http.get(url, { maxBytes, accept: 'application/json', robots: true });
  if (!answer.ok) return { ok: false, status: answer.status, code: answer.code };
  const { code } = answer;
  try {
    // A byte order mark may be passed over (RFC 8259, 8.1).
    const json: unknown = JSON.parse(answer.body.toString('utf8').replace(/^\ufeff/, ''));
    return { ok: true, json, code, url: answer.url };
  } catch {
    return { ok: false, status: 'BAD_BODY', code };
  }
}
