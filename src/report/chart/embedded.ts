import { createCanvas } from '@napi-rs/canvas';
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
import { PAPER } from './colours.ts';
import { CHART_SIZE, type ReportChart } from './frame.ts';
import { registerFonts } from './register-fonts.ts';

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
 * Draws a chart as PNG in this process. The fonts come with our dependencies: on a machine without fonts a
 * canvas draws no text and reports no error.
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
