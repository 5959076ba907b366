import { createRequire } from 'node:module';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import iso from 'iso-3166-1';
import { feature } from 'topojson-client';
import type { LatitudeBand } from '../../statistics/latitude.ts';
import type { CountrySlice } from '../../statistics/shares.ts';
import { type Content, type Html, html, trusted } from '../frame/html.ts';
import { count, countryName, percent, servers } from '../frame/phrases.ts';

const WIDTH = 960;
const HEIGHT = 452;
/** Units of the drawing a unit of the projection. */
const SCALE = 2;
/** Without the uninhabited end of Antarctica, which would take a seventh of the picture. */
const SOUTH = -58;
const NORTH = 83.7;
/** The meridian in the middle: no country is cut in two at the edges. */
const MIDDLE = 11;

/** Shares from which a country is coloured darker. */
export const STEPS = [0, 0.005, 0.02, 0.05, 0.1] as const;

interface Shape {
  /** ISO 3166-1 alpha-2; null where the map's makers have none. */
  readonly code: string | null;
  readonly path: string;
}

/** Both pictures use the one projection, so that the bands of latitude stand beside their countries. */
const projection = geoNaturalEarth1()
  .rotate([-MIDDLE, 0])
  .fitExtent(
    [
      [0, 0],
      [WIDTH, HEIGHT],
    ],
    {
      type: 'MultiPoint',
      coordinates: [
        [MIDDLE - 179.9, 0],
        [MIDDLE + 179.9, 0],
        [MIDDLE, NORTH],
        [MIDDLE, SOUTH],
      ],
    },
  );

let shapes: readonly Shape[] | null = null;

/** Natural Earth's countries at 1:110 million, in the public domain. */
function countryShapes(): readonly Shape[] {
  if (shapes !== null) return shapes;
  const world = createRequire(import.meta.url)('world-atlas/countries-110m.json') as Parameters<
    typeof feature
  >[0];
  const countries = world.objects.countries;
  const collection = countries === undefined ? null : feature(world, countries);
  if (collection === null || !('features' in collection)) throw new Error('the map has no countries');
  const draw = geoPath(projection).digits(1);
  // Half a unit is finer than any screen shows it; relative steps of whole units weigh a third.
  shapes = collection.features
    .filter(({ id }) => id !== '010')
    .map((country) => ({
      code: country.id === undefined ? null : (iso.whereNumeric(String(country.id))?.alpha2 ?? null),
      path: compact(draw(country) ?? ''),
    }));
  return shapes;
}

/**
 * Outlines of M, L and Z with absolute numbers as relative steps in half units, without those that shrink to
 * a point.
 */
function compact(path: string): string {
  let [startX, startY] = [0, 0];
  const outlines = path.split('Z').map((outline): string => {
    const points = outline.split(/[ML]/).filter((text) => text !== '');
    const whole = points.map((text) => text.split(',').map((number) => Math.round(Number(number) * SCALE)));
    const distinct = whole.filter((point, index) => index === 0 || point.join() !== whole[index - 1]?.join());
    if (distinct.length < 4) return '';
    let [x, y] = [startX, startY];
    const steps = distinct.map(([toX = 0, toY = 0]) => {
      const step = `${toX - x} ${toY - y}`;
      [x, y] = [toX, toY];
      return step;
    });
    [startX = 0, startY = 0] = distinct[0] ?? [];
    return `m${steps[0]}l${steps.slice(1).join(' ')}z`;
  });
  return outlines.join('').replaceAll(' -', '-');
}

/** The world, each country darker the more of the servers are there. */
export function worldMap(countries: readonly CountrySlice[], label: string): Html {
  const slices = new Map(countries.map((slice) => [slice.country, slice]));
  const drawn = countryShapes().map(({ code, path }): Html => {
    const slice = code === null ? undefined : slices.get(code);
    if (slice === undefined) return trusted(`<path d="${path}"/>`);
    const title = `${countryName(slice.country)}: ${servers(slice.servers)}, ${percent(slice.share)}`;
    return html`<path class="s${step(slice.share)}" d="${trusted(path)}"><title>${title}</title></path>`;
  });
  return html`<svg class="map" viewBox="0 0 ${WIDTH * SCALE} ${HEIGHT * SCALE}" role="img" aria-label="${label}">${drawn}</svg>`;
}

/** Countries with servers that the map has no shape for, because they are too small. */
export function tooSmallForMap(countries: readonly CountrySlice[]): readonly CountrySlice[] {
  const drawn = new Set(countryShapes().map(({ code }) => code));
  return countries.filter(({ country }) => !drawn.has(country));
}

export function mapLegend(): Html {
  const names = [
    'more than none',
    ...STEPS.slice(1).map((share) => `from ${percent(share).replace('.0', '')}`),
  ];
  return html`<ul class="legend">${names.map((name, index): Content => html`<li><svg class="map swatch" viewBox="0 0 10 10" aria-hidden="true"><path class="s${index}" d="M0 0h10v10H0z"/></svg>${name}</li>`)}</ul>`;
}

function step(share: number): number {
  return STEPS.findLastIndex((from) => share >= from);
}

/** Servers by latitude, on the height of the map. */
export function latitudePicture(bands: readonly LatitudeBand[], label: string): Html {
  const width = 240;
  const most = bands.reduce((highest, { servers: held }) => Math.max(highest, held), 0) || 1;
  const height = (lat: number) => projection([MIDDLE, Math.max(SOUTH, Math.min(NORTH, lat))])?.[1] ?? 0;
  const drawn = bands.map(({ from, to, servers: held }): Html | null => {
    const top = height(to);
    const tall = height(from) - top;
    if (tall <= 0) return null;
    const wide = held === 0 ? 0 : Math.max(1, (held / most) * 128);
    const middle = Math.round(top + tall / 2 + 5);
    return html`<rect x="52" y="${(top + 1).toFixed(1)}" width="${wide.toFixed(1)}" height="${(tall - 2).toFixed(1)}"/>${tall > 14 && html`<text x="46" y="${middle}" text-anchor="end">${bandName(from, to)}</text>`}${held > 0 && html`<text x="${(58 + wide).toFixed(0)}" y="${middle}">${count(held)}</text>`}`;
  });
  return html`<svg class="latitudes" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${label}">${drawn}</svg>`;
}

/** The edge of the band that is farther from the equator tells enough. */
function bandName(from: number, to: number): string {
  return from >= 0 ? `${to}° N` : `${-from}° S`;
}
