import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createContext, runInContext } from 'node:vm';
import { drawChart } from '../../../src/report/chart/embedded.ts';
import type { ReportChart } from '../../../src/report/chart/frame.ts';

export interface QuickChartServer {
  readonly url: string;
  /** Parsed bodies of the requests so far. */
  readonly bodies: readonly Record<string, unknown>[];
  close(): Promise<void>;
}

/** What QuickChart rejects in a chart that is sent as text. */
const LOOPS = /(for|while)\s*\(/i;

/**
 * A small server with QuickChart's `POST /chart`. Like the real one, it evaluates a chart that is sent as
 * text as JavaScript (in a context without globals) and draws the result.
 *
 * @param answer instead of drawing
 * @param draw a chart, instead of the embedded renderer
 */
export async function startQuickChart(
  answer?: (response: ServerResponse, request: IncomingMessage) => void,
  draw: (configuration: ReportChart) => Promise<Buffer> = drawChart,
): Promise<QuickChartServer> {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (answer !== undefined) return answer(response, request);
    if (request.method !== 'POST' || !/^(\/path)?\/chart$/.test(request.url ?? '')) {
      return response.writeHead(404).end();
    }
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    bodies.push(body);
    const chart = String(body.chart);
    if (LOOPS.test(chart)) {
      return response.writeHead(400, { 'X-quickchart-error': 'Input is not allowed' }).end();
    }
    const configuration = runInContext(
      `JSON.stringify(${chart})`,
      createContext(Object.create(null)),
    ) as string;
    const png = await draw(JSON.parse(configuration) as ReportChart);
    response.writeHead(200, { 'Content-Type': 'image/png' }).end(png);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
