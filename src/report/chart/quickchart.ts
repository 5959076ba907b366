import quickChartJs from 'quickchart-js';
import { PAPER } from './colours.ts';
import { CHART_SIZE, type ReportChart } from './frame.ts';
import { probeChart, type ScriptProbe, scriptProbes } from './missing-letters.ts';

/**
 * The package's types describe its CommonJS export, which wraps the class in one more `default` than the
 * module that Node loads.
 */
const QuickChart = quickChartJs as unknown as typeof quickChartJs.default;

/** More than any of our charts needs. A server that sends more is not a QuickChart server. */
const MOST_BYTES = 5_000_000;
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export type DrawnChart =
  | { readonly ok: true; readonly png: Buffer }
  /** `problem` is a sentence for the operator. */
  | { readonly ok: false; readonly problem: string };

export interface QuickChartOptions {
  /** The operator's own QuickChart server, such as `http://127.0.0.1:3400`, optionally with a path. */
  readonly url: string;
  readonly timeoutMs?: number;
}

/**
 * A QuickChart server that draws charts, and has the letters for them. A server without a font for a script
 * reports no error: its picture shows boxes. So the first chart in a script is preceded by a probe.
 */
export function createQuickChart(
  options: QuickChartOptions,
): (configuration: ReportChart) => Promise<DrawnChart> {
  /** By script, whether the server has its letters. */
  const known = new Map<string, boolean>();

  async function hasLetters({ script, texts }: ScriptProbe, configuration: ReportChart): Promise<boolean> {
    const before = known.get(script);
    if (before !== undefined) return before;
    const [one, other] = await Promise.all(
      texts.map((text) => drawChartByQuickChart(probeChart(configuration, text), options)),
    );
    // What went wrong otherwise, the chart itself will show.
    if (!one?.ok || !other?.ok) return true;
    const has = !(await isSamePicture(one.png, other.png));
    known.set(script, has);
    return has;
  }

  return async (configuration) => {
    for (const probe of scriptProbes(configuration)) {
      if (!(await hasLetters(probe, configuration)))
        return failed(
          options.url,
          `it has no font for the letters of ${probe.script}, and would draw boxes; install fonts there`,
        );
    }
    return await drawChartByQuickChart(configuration, options);
  };
}

async function isSamePicture(one: Buffer, other: Buffer): Promise<boolean> {
  const { default: sharp } = await import('sharp');
  const pixels = async (png: Buffer) => await sharp(png).removeAlpha().raw().toBuffer();
  return (await pixels(one)).equals(await pixels(other));
}

/**
 * Has a QuickChart server draw a chart as PNG (`POST /chart`,
 * quickchart.io/documentation/usage/post-endpoint). The request is quickchart-js's own; it is sent from here,
 * because that library sets neither a deadline nor a size limit.
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
    const problem = pngProblem(body) ?? (await damageOf(body));
    return problem === null ? { ok: true, png: body } : failed(url, problem);
  } catch (error) {
    return failed(url, reason(error, timeoutMs));
  }
}

/**
 * quickchart-js sends the chart as text, and QuickChart evaluates text as JavaScript. It rejects text that
 * contains `for (` or `while (`, which a hoster's name may contain. JSON is not code, and escaping the
 * bracket passes that check.
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
  if (body.length < 24 || !body.subarray(0, 8).equals(PNG_SIGNATURE)) return 'its answer is not a PNG image';
  const width = body.readUInt32BE(16);
  const height = body.readUInt32BE(20);
  if (width === CHART_SIZE.width && height === CHART_SIZE.height) return null;
  return `its picture has ${width} x ${height} pixels instead of ${CHART_SIZE.width} x ${CHART_SIZE.height}`;
}

/**
 * Decodes the whole picture: a header can be valid while the rest is damaged, and that would stop the weekly
 * post.
 */
async function damageOf(png: Buffer): Promise<string | null> {
  // Imported here because most commands draw nothing.
  const { default: sharp } = await import('sharp');
  try {
    const pixels = CHART_SIZE.width * CHART_SIZE.height;
    await sharp(png, { limitInputPixels: pixels, failOn: 'error' }).raw().toBuffer();
    return null;
  } catch {
    return 'its picture is damaged';
  }
}

function failed(url: string, problem: string): DrawnChart {
  return { ok: false, problem: `the QuickChart server at ${url} drew no chart: ${problem}` };
}

function reason(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
