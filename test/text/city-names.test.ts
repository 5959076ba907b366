import { describe, expect, it } from 'vitest';
import { cityName } from '../../src/text/city-names.ts';

describe('the name of a city', () => {
  it.each([
    ['Nuremberg', 'DE', ['Nuremberg', 'Nürnberg', 'Nuremberg', 'Núremberg', 'ニュルンベルク']],
    ['Vienna', 'AT', ['Vienna', 'Wien', 'Vienne', 'Viena', 'ウィーン']],
    ['London', 'GB', ['London', 'London', 'Londres', 'Londres', 'ロンドン']],
    ['Singapore', 'SG', ['Singapore', 'Singapur', 'Singapour', 'Singapur', 'シンガポール']],
    ['Tokyo', 'JP', ['Tokyo', 'Tokio', 'Tokyo', 'Tokio', '東京']],
  ])('%s is that of the reader’s language', (city, country, names) => {
    expect(['en', 'de', 'fr', 'es', 'ja'].map((language) => cityName(city, country, language))).toEqual(
      names,
    );
  });

  it.each([
    ['a town that is not listed', 'Gunzenhausen', 'DE'],
    ['a namesake in another country', 'Vienna', 'US'],
    ['a city without a country', 'Vienna', null],
    ['a name of JavaScript', '__proto__', 'constructor'],
    ['no name', '', ''],
  ])('stays as it is for %s', (_what, city, country) => {
    for (const language of ['en', 'de', 'fr', 'es', 'ja', 'xx', '__proto__'])
      expect(cityName(city, country, language)).toBe(city);
  });
});
