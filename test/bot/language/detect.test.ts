import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../../src/bot/language/detect.ts';

describe('the language of a text', () => {
  it.each([
    ['who hosts this?', 'en'],
    ['What about this one, please?', 'en'],
    ['wer hostet das?', 'de'],
    ['Wo steht mein Server?', 'de'],
    ['Hilfe', 'de'],
    ['qui héberge ?', 'fr'],
    ['Bonjour, où est ton serveur ?', 'fr'],
    ['supprime', 'fr'],
    ['¿quién aloja?', 'es'],
    ['¿Dónde está alojado el servidor?', 'es'],
    ['ayuda', 'es'],
    ['誰がホストしていますか', 'ja'],
    ['のサーバーはどこ？', 'ja'],
    ['ヘルプ', 'ja'],
  ])('%j is %s', (text, code) => {
    expect(detectLanguage(text)).toBe(code);
  });

  it.each([
    '',
    'top',
    'stop',
    'ok',
    'matrix',
    'wie host?',
    'wie is de hoster van deze server?',
    'quem hospeda o servidor?',
    'chi ospita questo server?',
    'kto hostuje ten serwer?',
    'vem är värd för servern?',
    '这个服务器在哪里托管',
    'кто хостит этот сервер?',
    '누가 호스팅하나요',
  ])('%j is not certainly one of ours', (text) => {
    expect(detectLanguage(text)).toBeNull();
  });
});
