import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SiteFile } from '../data/site-file.ts';

/** Files that pages load. Their names carry a digest, so that they can be cached indefinitely. */
export interface Assets {
  readonly style: SiteFile;
  readonly theme: SiteFile;
  readonly script: SiteFile;
  readonly icon: SiteFile;
  /** Chart.js as its makers built it for browsers. */
  readonly charts: SiteFile;
}

/** The parts of the style in their order: later ones change what earlier ones say. */
const STYLES = ['colours', 'text', 'frame', 'parts', 'search', 'figures', 'tables', 'narrow', 'print'];

export function loadAssets(): Assets {
  const own = (name: string) => readFileSync(new URL(`../client/${name}`, import.meta.url), 'utf8');
  const chartJs = dirname(createRequire(import.meta.url).resolve('chart.js'));
  return {
    style: asset('site', 'css', smaller(STYLES.map((name) => own(`style/${name}.css`)).join(''))),
    theme: asset('theme', 'js', own('theme.js')),
    // The search reads text as the server does: the same file, as part of the script.
    script: asset('site', 'js', `${searchText()}${own('site.js')}`),
    icon: asset('icon', 'svg', own('icon.svg')),
    // The link to a source map would be a request for a file that is not there.
    charts: asset(
      'chart',
      'js',
      readFileSync(join(chartJs, 'chart.umd.min.js'), 'utf8').replace(
        /\n?\/\/# sourceMappingURL=.*\s*$/,
        '\n',
      ),
    ),
  };
}

function searchText(): string {
  const source = readFileSync(new URL('../../text/search-text.js', import.meta.url), 'utf8');
  return source.replace(/^export /gm, '');
}

function asset(name: string, extension: string, content: string): SiteFile {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 10);
  return { path: `assets/${name}-${digest}.${extension}`, content };
}

/** Style without indentation and comments. */
function smaller(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\n\s*/g, '\n');
}
