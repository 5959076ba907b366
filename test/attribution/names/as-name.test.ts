import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanAsName } from '../../../src/attribution/names/as-name.ts';

describe('cleanAsName', () => {
  it.each([
    // Legal forms
    ['Hetzner Online GmbH', 'Hetzner Online'],
    ['Scaleway SAS', 'Scaleway'],
    ['Cloudflare, Inc.', 'Cloudflare'],
    ['The Constant Company, LLC', 'The Constant Company'],
    ['Internet4you.cz, spol. s r.o.', 'Internet4you.cz'],
    ['Brandmeister Beheer B.V.', 'Brandmeister Beheer'],
    ['Bahnhof AB', 'Bahnhof'],
    ['Telia Finland Oyj', 'Telia Finland'],
    ['Seeweb s.r.l.', 'Seeweb'],
    ['Granarolo SpA', 'Granarolo'],
    ['Leon Sp. z o.o.', 'Leon'],
    ['Orbico Sp.z o.o.', 'Orbico'],
    ['NAS - DI EOOD', 'NAS - DI'],
    ['Sinal A/S', 'Sinal'],
    ['netlogix GmbH & Co. KG', 'netlogix'],
    ['VILMAX INTERNET SERVICES PRIVATE LIMITED', 'Vilmax Internet Services'],
    ['Geidea Technology Co ltd', 'Geidea Technology'],
    ['Big Band Sdn Bhd', 'Big Band'],
    [
      'MATZANET SERVICIOS Y SISTEMAS DE COMUNICACION S.A DE C.V',
      'Matzanet Servicios y Sistemas de Comunicacion',
    ],
    ['MEGA TELECOM PROVEDOR DE INTERNET LTDA - ME', 'Mega Telecom Provedor de Internet'],
    ['WEBFIBER TELECOMUNICACAO LTDA \u00ad ME', 'Webfiber Telecomunicacao'],
    ['さくらインターネット株式会社', 'さくらインターネット'],
    ['主机有限公司', '主机'],
    ['SAKURA K.K.', 'Sakura'],
    ['Vinted, UAB', 'Vinted'],
    // Forms in front, quotes
    ['PT Palu Pasundan Media Net', 'Palu Pasundan Media Net'],
    ['LLC "SPUTNIK"', 'Sputnik'],
    ['JSC "ER-Telecom Holding"', 'ER-Telecom Holding'],
    ['Joint Stock Company TransTeleCom', 'TransTeleCom'],
    ['ООО "Хостинг"', 'Хостинг'],
    ['"QxC Communications, Inc."', 'QxC Communications'],
    // Handles
    ['AEROFLEX-AS-IN - AEROFLEX INDUSTRIES LIMITED', 'Aeroflex Industries'],
    ['FloNetworks-AS Flo Networks Limited', 'Flo Networks'],
    ['AS-EXAMPLE Example Networks', 'Example Networks'],
    ['AS264099 - PREFEITURA DO MUNICIPIO DE CONCHAL', 'Prefeitura do Municipio de Conchal'],
    ['ASN-EXAMPLE', 'Example'],
    ['EXAMPLE-AS', 'Example'],
    ['EXAMPLE-AS-AP', 'Example'],
    ['Université de Maroua - Université de Maroua', 'Université de Maroua'],
    ['Hartana GmbH trading as ACS Hartmann GmbH & Co. KG', 'ACS Hartmann'],
    // Countries
    ['GOOGLE, US', 'Google'],
    ['Audatex (UK) Ltd', 'Audatex'],
    ['PACIFIC INTERNET (S) PTE. LTD.', 'Pacific Internet'],
    // Capitals
    ['OVH SAS', 'OVH'],
    ['IONOS SE', 'Ionos'],
    ['UNIVERSIDADE FEDERAL DE SAO CARLOS', 'Universidade Federal de SAO Carlos'],
    ['S&C Electric Canada Ltd.', 'S&C Electric Canada'],
    ['AIR-NET Sp. z o.o.', 'AIR-NET'],
    ['phoenixNAP', 'phoenixNAP'],
    ['247RACK.com', '247RACK.com'],
    // What must stay
    ['Internetové připojení', 'Internetové připojení'],
    ['M247 Europe SRL', 'M247 Europe'],
    ['1&1 Versatel GmbH', '1&1 Versatel'],
    ['ASN Bank N.V.', 'ASN Bank'],
    ['City of New Orleans', 'City of New Orleans'],
  ])('makes of %j %j', (raw, clean) => {
    expect(cleanAsName(raw, 64500)).toBe(clean);
  });

  it.each(['', '   ', '-', '-Reserved AS-', 'AS64500', 'as64500', '"', '...', 'N/A'])(
    'has a number for %j, which is no name',
    (raw) => {
      expect(cleanAsName(raw, 64500)).toBe('AS64500');
    },
  );

  it.each(['LLC', 'GmbH', 'PT', 'AS', 'Ltd.', 'S.A.', 'AG & Co. KG', 'PT PT', 'LLC "LLC"'])(
    'keeps something of %j, which is only a form',
    (raw) => {
      expect(cleanAsName(raw, 64500)).toMatch(/[\p{L}\p{N}]/u);
    },
  );

  it('is never empty, and has letters or digits', () => {
    const words = fc.constantFrom(
      'AS',
      'ASN',
      '-',
      '"',
      ',',
      'GmbH',
      'Ltd.',
      'PT',
      'X',
      'é',
      'LLC',
      'S.A.',
      '(UK)',
      'trading as',
      '株式会社',
      '\u00ad',
      'ME',
    );
    const text = fc.oneof(
      fc.array(words, { maxLength: 8 }).map((parts) => parts.join(' ')),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, (raw) => /[\p{L}\p{N}]/u.test(cleanAsName(raw, 64500))),
      { numRuns: 3000 },
    );
  });

  it('is done at once with long repetitions', () => {
    for (const piece of ['Ltd. ', 'S.A. ', '"', 'A-', ' - ', 'Co., ', 'GmbH & Co. KG ', 'AS-']) {
      expect(cleanAsName(piece.repeat(2000), 64500).length).toBeGreaterThan(0);
    }
  });
});
