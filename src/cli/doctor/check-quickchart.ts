import type { Config } from '../../config.ts';
import { PAPER } from '../../report/chart/colours.ts';
import { FAMILIES } from '../../report/chart/fonts.ts';
import type { ReportChart } from '../../report/chart/frame.ts';
import { REPORT_PHRASES } from '../../report/language/languages.ts';
import { type Check, ok, warn } from './check.ts';

/** Whether a QuickChart server that is configured draws, with letters of the bot's language. */
export async function checkQuickChart({
  chartRenderer,
  quickchartUrl,
  language,
}: Pick<Config, 'chartRenderer' | 'quickchartUrl' | 'language'>): Promise<readonly Check[]> {
  if (chartRenderer !== 'quickchart' || quickchartUrl === null) return [];
  // Loaded only where it is configured: it takes a while.
  const { createQuickChart } = await import('../../report/chart/quickchart.ts');
  const drawn = await createQuickChart({ url: quickchartUrl })(sample(language));
  if (drawn.ok) return [ok('QuickChart', `draws at ${quickchartUrl}`)];
  const advice = 'repair that server (QUICKCHART_URL); until then the charts are drawn without it';
  return [warn('QuickChart', drawn.problem, advice)];
}

function sample(language: Config['language']): ReportChart {
  const { chart } = REPORT_PHRASES[language];
  return {
    type: 'bar',
    data: { labels: ['Aa'], datasets: [{ label: chart.hidden, data: [1], backgroundColor: PAPER }] },
    options: {
      plugins: { title: { display: true, text: chart.hidden, font: { family: FAMILIES, size: 42 } } },
    },
  };
}
