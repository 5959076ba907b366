import type { Network } from '../../model/network.ts';
import type { HosterEntry, Report } from '../../report/report-shape.ts';
import type { Outage } from '../../statistics/outages.ts';
import type { CountrySlice, HosterSlice, KindSlice } from '../../statistics/shares.ts';
import { bar } from '../frame/bar.ts';
import { type Content, type Html, html } from '../frame/html.ts';
import { networkPath, type To } from '../frame/links.ts';
import { count, KIND_NAMES, knowsUsers, numbers, percent, users } from '../frame/phrases.ts';
import type { ChartPicture, Site } from '../frame/site.ts';
import { type HtmlColumn, table } from '../frame/table.ts';
import { companyLink, countryLink } from './hoster-link.ts';

/** A field for a domain. Without scripts it asks the server for a fresh look. */
export function searchForm(to: To, label: string): Html {
  return html`<form data-search role="search" action="${to('api/lookup')}" method="get">
    <label for="domain">${label}</label>
    <input id="domain" name="domain" type="text" inputmode="url" required maxlength="253" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="mastodon.social">
    <button>Find out</button></form>
    <p class="hint">Any domain. Or look it up in <a href="${to('servers/')}">the list of all servers</a>.</p>`;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly note?: Content;
}

/** @param footnote what all of them have in common, said once */
export function facts(list: readonly (Fact | null)[], footnote: string | false = false): Html {
  return html`<dl class="facts">${list.map((fact) => fact !== null && html`<div><dt>${fact.name}</dt><dd>${fact.value}${fact.note !== undefined && html`<small>${fact.note}</small>`}</dd></div>`)}</dl>${footnote !== false && html`<p class="small">${footnote}</p>`}`;
}

/** A chart as a picture; scripts can replace it with a live one of the same configuration. */
export function chartFigure(
  site: Site,
  to: To,
  network: Network,
  { alt, width, height, kind, isFirst = true }: ChartPicture & { readonly isFirst?: boolean },
): Html {
  const stem = `${networkPath(network)}chart-${kind}`;
  return html`<figure data-chart="${to(`${stem}.json`)}" data-library="${to(site.assets.charts.path)}">
    <picture><source type="image/webp" srcset="${to(`${stem}.webp`)}"><img src="${to(`${stem}.png`)}" width="${width}" height="${height}" alt="${alt}"${!isFirst && html` loading="lazy"`}></picture>
    <figcaption>The figures are in the tables, as <a href="${to(`${networkPath(network)}report.json`)}">JSON</a> and as <a href="${to('data/')}">CSV and Parquet</a>.</figcaption></figure>`;
}

export function hosterSection(
  site: Site,
  to: To,
  report: Pick<Report, 'hosters' | 'answered' | 'activeUsers'>,
  options: {
    readonly label: string;
    readonly caption: Content;
    readonly limit?: number;
    readonly filter?: string;
  },
): Html {
  const rows = report.hosters.slice(0, options.limit ?? report.hosters.length);
  const scale = rows.reduce((most, { max }) => Math.max(most, max), 0);
  const bounded = rows.some(({ share, max }) => max > share);
  const changed = rows.some(({ change }) => change !== null);
  const sampled = rows.some(({ marginOfError }) => marginOfError !== null);
  const told = knowsUsers(report);
  const columns: readonly (HtmlColumn<HosterEntry> | false)[] = [
    { head: 'Hoster', cell: (row) => companyLink(site, to, row) },
    { head: 'Servers', cell: (row) => count(row.servers), number: (row) => row.servers, minor: true },
    {
      head: bounded ? 'At least' : 'Share',
      cell: (row) =>
        sampled && row.marginOfError !== null
          ? `${percent(row.share)} ±${numbers.points(row.marginOfError, 1)}`
          : percent(row.share),
      number: (row) => row.share,
    },
    bounded && { head: 'At most', cell: (row) => percent(row.max), number: (row) => row.max },
    told && {
      head: 'Active users',
      cell: (row) => users(row.activeUsers),
      number: (row) => row.activeUsers,
      minor: true,
    },
    told && {
      head: rows.some(({ activeShare, activeMax }) => (activeMax ?? 0) > (activeShare ?? 0))
        ? 'Of users, at least'
        : 'Share of users',
      cell: (row) => percent(row.activeShare),
      number: (row) => row.activeShare,
    },
    changed && { head: 'Change, points', cell: changeText, number: (row) => row.change, minor: true },
    { head: '', cell: (row) => bar(row.share, row.max, scale, row.id), minor: true },
  ];
  return table({ ...options, rows, columns });
}

/** A change within its margin of error is not shown as one. */
export function changeText({ change, changeMargin }: HosterEntry): string {
  if (change === null) return '–';
  if (changeMargin !== null && Math.abs(change) <= changeMargin) return '–';
  return numbers.change(change, 1) || '0';
}

/** Fronts, operators, kinds, countries: whatever has a name and a slice. */
export function sliceTable<Row extends HosterSlice | KindSlice | CountrySlice>(options: {
  readonly head: string;
  readonly name: (row: Row) => Content;
  readonly rows: readonly Row[];
  readonly label: string;
  readonly caption: Content;
  readonly filter?: string;
  readonly empty?: string;
}): Html {
  const scale = options.rows[0]?.share ?? 0;
  return table({
    ...options,
    columns: [
      { head: options.head, cell: options.name },
      { head: 'Servers', cell: (row) => count(row.servers), number: (row) => row.servers },
      { head: 'Share', cell: (row) => percent(row.share), number: (row) => row.share },
      options.rows.some(({ activeShare }) => activeShare !== null) && {
        head: 'Share of users',
        cell: (row) => percent(row.activeShare),
        number: (row) => row.activeShare,
      },
      { head: '', cell: (row) => bar(row.share, row.share, scale, 'id' in row ? row.id : null), minor: true },
    ],
  });
}

export function kindTable(report: Pick<Report, 'kinds'>, label: string): Html {
  return sliceTable({
    head: 'Kind of network',
    name: ({ kind }: KindSlice) => KIND_NAMES[kind],
    rows: report.kinds,
    label,
    caption: 'Servers by the kind of network that their addresses belong to.',
  });
}

/** What if it goes down. */
export function outageTable(
  rows: readonly Outage[],
  options: {
    readonly head: string;
    readonly name: (row: Outage) => Content;
    readonly label: string;
    readonly caption: Content;
  },
): Html {
  const told = rows.some(({ activeShare }) => activeShare !== null);
  return table({
    ...options,
    rows,
    columns: [
      { head: options.head, cell: options.name },
      { head: 'Servers lost', cell: (row) => count(row.servers), number: (row) => row.servers },
      { head: 'At least', cell: (row) => percent(row.share), number: (row) => row.share },
      { head: 'At most', cell: (row) => percent(row.maxShare), number: (row) => row.maxShare },
      told && { head: 'Users lost', cell: (row) => users(row.activeUsers), number: (row) => row.activeUsers },
      told && {
        head: 'Of users, at least',
        cell: (row) => percent(row.activeShare),
        number: (row) => row.activeShare,
      },
    ],
  });
}

export function outageCountries(site: Site, to: To, rows: readonly Outage[]): Html {
  return outageTable(rows, {
    head: 'If this country is cut off',
    name: ({ id }) => countryLink(site, to, id),
    label: 'What if a country is cut off',
    caption: 'Servers whose country is known; “at most” adds all whose country cannot be known.',
  });
}
