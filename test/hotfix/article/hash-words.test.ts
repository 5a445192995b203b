import { describe, expect, it } from 'vitest';
import {
  afterHashWord,
  beginsWithHashWord,
  hasChecksumWord,
  hasHashWord,
  isHashHeading,
} from '../../../src/hotfix/article/hash-words.js';

describe('words for hashes', () => {
  it.each([
    'SHA256',
    'SHA-1',
    'SHA',
    'MD5',
    'CRC-32',
    'Adler-32',
    'BLAKE3',
    'Hash',
    'Checksumme',
    'Prüfsumme',
    'Prufziffer',
    'Somme de contrôle',
    'Empreinte',
    'Suma de comprobación',
    'Huella digital',
    'Soma de verificação',
    'Codice di controllo',
    'Kontrollsumma',
    'Kontrolsum',
    'Sjekksum',
    'Controlesom',
    'Suma kontrolna',
    'Kontrolní kód',
    'Ellenőrzőösszeg',
    'Sumă de control',
    'Контрольная сумма',
    'Отпечаток',
    'Хеш',
    'Άθροισμα ελέγχου',
    'הגיבוב',
    '哈希值',
    '校验和',
    '指紋',
    'ハッシュ',
    'チェックサム',
    '해시',
    '체크섬',
    'Mã băm',
  ])('%s', (text) => {
    expect([hasHashWord(text), isHashHeading(text), beginsWithHashWord(text)]).toEqual([true, true, true]);
  });

  it.each(['Shared', 'Size', 'File version', 'Platform', 'Note', '摘要', 'Skrót', 'Özet'])(
    '%s is none',
    (text) => {
      expect(hasHashWord(text)).toBe(false);
    },
  );

  it('a heading is short', () => {
    expect(isHashHeading(`${' '.repeat(100)}Hash`)).toBe(false);
    expect(hasHashWord(`${' '.repeat(100)}Hash`)).toBe(true);
    expect(beginsWithHashWord(`${' '.repeat(100)}Hash`)).toBe(false);
  });

  it('checksums are short', () => {
    expect(['CRC32', 'Prüfziffer', 'Checksum', 'SHA256'].map(hasChecksumWord)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['SHA-256 hash of a: 12', ' 12'],
    ['MD5 = 12', ' 12'],
    ['Hash (SHA256): 12', ' 12'],
    ['12', '12'],
  ])('what is behind them in %j', (text, behind) => {
    expect(text.slice(afterHashWord(text))).toBe(behind);
  });
});
