import type { ReportChart } from './frame.ts';

/** Scripts that fonts cover as a whole or not at all. */
const SCRIPTS = {
  Latin: /\p{Script=Latin}/gu,
  Greek: /\p{Script=Greek}/gu,
  Cyrillic: /\p{Script=Cyrillic}/gu,
  Kana: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  Han: /\p{Script=Han}/gu,
  Hangul: /\p{Script=Hangul}/gu,
} as const;

/** Two texts of one script that look different in every font with its letters. */
export interface ScriptProbe {
  readonly script: string;
  readonly texts: readonly [string, string];
}

/** Letters of a probe. A single letter has so few pixels that two pictures could be equal by chance. */
const LENGTH = 8;

/** A probe for each script of a chart, made of letters in the chart. */
export function scriptProbes(configuration: ReportChart): readonly ScriptProbe[] {
  const text = textOf(configuration);
  return Object.entries(SCRIPTS).flatMap(([script, pattern]) => {
    const [one, other] = new Set(text.match(pattern) ?? []);
    return one === undefined || other === undefined
      ? []
      : [{ script, texts: [one.repeat(LENGTH), other.repeat(LENGTH)] as const }];
  });
}

/** The chart with only this title. Two titles give the same picture if the font lacks their letters. */
export function probeChart({ type, options = {} }: ReportChart, title: string): ReportChart {
  return {
    type,
    data: { labels: [], datasets: [] },
    options: {
      ...options,
      scales: {},
      plugins: { title: { ...options.plugins?.title, text: [title] }, legend: { display: false } },
    },
  };
}

/** Every string that may be drawn. */
function textOf({ data, options }: ReportChart): string {
  const plugins = options?.plugins;
  const texts = [
    data.labels,
    data.datasets.map(({ label }) => label),
    plugins?.title?.text,
    plugins?.subtitle?.text,
  ];
  return JSON.stringify(texts);
}
