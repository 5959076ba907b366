import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CompanyEntry } from '../../src/attribution/rules/hosters.ts';
import { ownerSeat, type SeatEntry } from '../../src/attribution/rules/seats.ts';

const text = (file: string) => readFileSync(new URL(`../../data/${file}.json`, import.meta.url), 'utf8');
const seats: readonly SeatEntry[] = JSON.parse(text('seats'));
const companies = (['hosters', 'fronts', 'operators'] as const).flatMap((file): readonly CompanyEntry[] =>
  JSON.parse(text(file)),
);
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

describe('data/seats.json', () => {
  it('has one entry a line, sorted by an id that is unique', () => {
    const lines = text('seats').split('\n').slice(1, -2);
    expect(lines.map((line) => line.replace(/,$/, ''))).toEqual(seats.map((entry) => JSON.stringify(entry)));
    const ids = seats.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
  });

  it('names known companies, with the seat of their own table, real countries and a source', () => {
    for (const { id, entity, seat, owner, source } of seats) {
      expect(companies.filter((company) => company.id === id).map(({ country }) => country)).toEqual([seat]);
      for (const country of [seat, owner?.seat ?? seat]) expect(regions.of(country), id).toBeDefined();
      expect(entity.trim(), id).toMatch(/^\S.*\S$/);
      expect(source, id).toMatch(/^https:\/\/\S+, 20\d\d$/);
    }
  });

  it('has the seat of every owner that another table names, and the other way round', () => {
    const inTables = companies.flatMap(({ id, owner }) => (owner === undefined ? [] : [[id, owner]]));
    const inSeats = seats.flatMap(({ id, owner }) => (owner === undefined ? [] : [[id, owner.name]]));
    expect(inTables.toSorted()).toEqual(inSeats.toSorted());
  });

  it('is asked by id, also for a nameless platform on a company’s network', () => {
    expect(ownerSeat('netcup')).toBe('AT');
    expect(ownerSeat('shared-netcup')).toBe('AT');
    expect(ownerSeat('hetzner')).toBeNull();
    expect(ownerSeat('as64500')).toBeNull();
  });
});
