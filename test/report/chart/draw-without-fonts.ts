import { GlobalFonts } from '@napi-rs/canvas';
import { chartConfiguration } from '../../../src/report/chart/configuration.ts';
import { drawChart } from '../../../src/report/chart/embedded.ts';
import { REPORT_PHRASES } from '../../../src/report/language/languages.ts';
import { buildReport } from '../../../src/report/report.ts';
import { modelInput } from '../model-fediverse.ts';
import { differingPixels, withInvisibleText, withText } from './pixels.ts';

// Run as a process of its own, because a canvas loads the machine's fonts once, when it is first imported.
const configuration = chartConfiguration(buildReport(modelInput()), REPORT_PHRASES.en);
const before = GlobalFonts.families.map(({ family }) => family);
const picture = await drawChart(configuration);
process.stdout.write(
  JSON.stringify({
    before,
    after: GlobalFonts.families.map(({ family }) => family),
    text: await differingPixels(picture, await drawChart(withInvisibleText(configuration))),
    letters: await differingPixels(picture, await drawChart(withText(configuration, 'OVH', 'VHO'))),
    picture: picture.toString('base64'),
  }),
);
