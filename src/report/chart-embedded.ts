import { fileURLToPath } from 'node:url';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartItem,
  Legend,
  LinearScale,
  SubTitle,
  Title,
} from 'chart.js';
import { PAPER } from './chart-colours.ts';
import { type BarChart, CHART_SIZE } from './chart-configuration.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Title, SubTitle, Legend);

const FONT = 'Noto Sans';
const FONT_FILES = ['400Regular/NotoSans_400Regular.ttf', '700Bold/NotoSans_700Bold.ttf'];

/**
 * Draws a chart as PNG in this process, with the font that comes as a dependency: the machine may have none, and then a
 * canvas draws no text at all and reports no error.
 *
 * @throws Error if the font cannot be read
 */
export async function drawChart(configuration: BarChart): Promise<Buffer> {
  registerFont();
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

function registerFont(): void {
  if (registered) return;
  for (const file of FONT_FILES) {
    const path = fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans/${file}`));
    if (GlobalFonts.registerFromPath(path, FONT) === null) throw new Error(`the font ${path} cannot be read`);
  }
  registered = true;
}
