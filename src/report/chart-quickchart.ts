import quickChartJs from 'quickchart-js';
import { PAPER } from './chart-colours.ts';
import { CHART_SIZE, type ReportChart } from './chart-frame.ts';

/** The package's types describe its CommonJS form, where the class is one `default` deeper than in the one that Node loads. */
const QuickChart = quickChartJs as unknown as typeof quickChartJs.default;

/** More than any chart of ours has; a server that sends more is not a QuickChart server. */
const MOST_BYTES = 5_000_000;
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export type DrawnChart =
  | { readonly ok: true; readonly png: Buffer }
  /** A sentence for the operator. */
  | { readonly ok: false; readonly problem: string };

export interface QuickChartOptions {
  /** The operator's own QuickChart server, such as `http://127.0.0.1:3400`; it may have a path. */
  readonly url: string;
  readonly timeoutMs?: number;
}

/**
 * Has a QuickChart server draw a chart as PNG (`POST /chart`, quickchart.io/documentation/usage/post-endpoint). The request is
 * quickchart-js's own; it is sent from here, because that library sets neither a deadline nor a size limit.
 */
export async function drawChartByQuickChart(
  configuration: ReportChart,
  { url, timeoutMs = 20_000 }: QuickChartOptions,
): Promise<DrawnChart> {
  const { protocol, host, pathname } = new URL(url);
  const base = `${host}${pathname.replace(/\/+$/, '')}`;
  const quickChart = new QuickChart()
    .setScheme(protocol.replace(':', ''))
    .setHost(base)
    .setVersion('4')
    .setWidth(CHART_SIZE.width)
    .setHeight(CHART_SIZE.height)
    .setDevicePixelRatio(1)
    .setFormat('png')
    .setBackgroundColor(PAPER)
    .setConfig(literal(configuration));
  try {
    const response = await fetch(`${protocol}//${base}/chart`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(quickChart.getPostData()),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await readAtMost(response, MOST_BYTES);
    if (!response.ok) {
      const detail = response.headers.get('x-quickchart-error') ?? '';
      return failed(url, `it answered ${response.status} ${detail.slice(0, 200)}`.trim());
    }
    if (body === null) return failed(url, `its picture is larger than ${MOST_BYTES} bytes`);
    const problem = pngProblem(body);
    return problem === null ? { ok: true, png: body } : failed(url, problem);
  } catch (error) {
    return failed(url, reason(error, timeoutMs));
  }
}

/**
 * QuickChart runs a chart that is sent as text, as this library does, and refuses text with `for (` or `while (` in it. A
 * hoster may be called so, hence JSON (no code) with the bracket written as an escape.
 */
function literal(configuration: ReportChart): string {
  return JSON.stringify(configuration).replaceAll('(', '\\u0028');
}

/** The whole body, or null if it is larger than `limit` bytes. */
async function readAtMost(response: Response, limit: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** PNG specification, 5.2 and 11.2.1: the signature, then IHDR with width and height at offset 16. */
function pngProblem(body: Buffer): string | null {
  if (body.length < 24 || !body.subarray(0, 8).equals(PNG_SIGNATURE)) return 'it sent no PNG picture';
  const width = body.readUInt32BE(16);
  const height = body.readUInt32BE(20);
  if (width === CHART_SIZE.width && height === CHART_SIZE.height) return null;
  return `its picture has ${width} x ${height} pixels instead of ${CHART_SIZE.width} x ${CHART_SIZE.height}`;
}

function failed(url: string, problem: string): DrawnChart {
  return { ok: false, problem: `the QuickChart server at ${url} drew no chart: ${problem}` };
}

function reason(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
