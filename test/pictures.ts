import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chartConfiguration, pickChart } from '../src/report/chart/configuration.ts';
import { drawChart } from '../src/report/chart/embedded.ts';
import { shrinkPng } from '../src/report/chart/palette.ts';
import { REPORT_PHRASES } from '../src/report/language/languages.ts';
import { buildReport } from '../src/report/report.ts';
import { modelQuiet, modelYear } from './report/model-fediverse.ts';

// Draws a picture of each kind of chart for the README, each from the week of the model fediverse that would
// pick it.
const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
await mkdir(folder, { recursive: true });
for (const input of [modelQuiet(1), modelYear(), modelQuiet(2), modelQuiet(0)]) {
  const report = buildReport(input);
  const kind = pickChart(report);
  const png = await shrinkPng(await drawChart(chartConfiguration(report, REPORT_PHRASES.en, kind)));
  await writeFile(`${folder}chart-${kind}.png`, png);
  process.stdout.write(`docs/pictures/chart-${kind}.png: ${png.length} bytes\n`);
}
