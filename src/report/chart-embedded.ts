import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartItem,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  SubTitle,
  Title,
} from 'chart.js';
import { PAPER } from './chart-colours.ts';
import { FONTS } from './chart-fonts.ts';
import { CHART_SIZE, type ReportChart } from './chart-frame.ts';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  SubTitle,
  Title,
);

/**
 * Draws a chart as PNG in this process, with fonts that come as dependencies: the machine may have none, and then a
 * canvas draws no text at all and reports no error.
 *
 * @throws Error if a font cannot be read
 */
export async function drawChart(configuration: ReportChart): Promise<Buffer> {
  registerFonts();
  const canvas = createCanvas(CHART_SIZE.width, CHART_SIZE.height);
  const chart = new Chart(canvas as unknown as ChartItem, {
    ...structuredClone(configuration),
    plugins: [
      {
        id: 'paper',
        beforeDraw: ({ ctx, width, height }) => {
          ctx.save();
          ctx.fillStyle = PAPER;
          ctx.fillRect(0, 0, width, height);
          ctx.restore();
        },
      },
    ],
  });
  const png = await canvas.encode('png');
  chart.destroy();
  return png;
}

let registered = false;

function registerFonts(): void {
  if (registered) return;
  for (const { family, files } of FONTS) {
    for (const file of files) {
      if (GlobalFonts.registerFromPath(file, family) === null)
        throw new Error(`the font ${family} cannot be read`);
    }
  }
  registered = true;
}
