import { describe, expect, it } from 'vitest';
import { encodeText } from '../../../src/core/code-page.js';
import { decodeArticle } from '../../../src/hotfix/article/decode-article.js';
import { caught } from '../../support/caught.js';

const table = (head: string, none: string) =>
  `${head}\nCcmcertfix.exe | 4.0.6221.1193 | 17,768 | 01-Dec-2008 | 01:40 | x86\nMcs.msi | ${none} | 7,312,896 | 01-Dec-2008 | 01:40 | ${none}\n`;

const articles: [string, number, string][] = [
  [
    'Japanese',
    932,
    table('ファイル名 | ファイル バージョン | ファイル サイズ | 日付 | 時刻 | プラットフォーム', '該当なし'),
  ],
  ['Chinese', 936, table('文件名 | 文件版本 | 文件大小 | 日期 | 时间 | 平台', '不适用')],
  ['traditional Chinese', 950, table('檔案名稱 | 檔案版本 | 檔案大小 | 日期 | 時間 | 平台', '不適用')],
  ['Korean', 949, table('파일 이름 | 파일 버전 | 파일 크기 | 날짜 | 시간 | 플랫폼', '해당 없음')],
  [
    'Russian',
    1251,
    table('Имя файла | Версия файла | Размер файла | Дата | Время | Платформа', 'Неприменимо'),
  ],
  [
    'Russian',
    20866,
    table('Имя файла | Версия файла | Размер файла | Дата | Время | Платформа', 'Неприменимо'),
  ],
  [
    'Greek',
    1253,
    table('Όνομα αρχείου | Έκδοση αρχείου | Μέγεθος αρχείου | Ημερομηνία | Ώρα | Πλατφόρμα', 'Δεν ισχύει'),
  ],
  [
    'Arabic',
    1256,
    table('اسم الملف | إصدار الملف | حجم الملف | التاريخ | الوقت | النظام الأساسي', 'غير متوفر'),
  ],
  ['Hebrew', 1255, table('שם קובץ | גירסת קובץ | גודל קובץ | תאריך | שעה | פלטפורמה', 'לא ישים')],
  ['Thai', 874, table('ชื่อแฟ้ม | รุ่นของแฟ้ม | ขนาดแฟ้ม | วันที่ | เวลา | แพลตฟอร์ม', 'ไม่มี')],
  [
    'Polish',
    1250,
    table('Nazwa pliku | Wersja pliku | Rozmiar pliku | Data | Godzina | Gałąź usługi', 'Niedostępne'),
  ],
  [
    'Turkish',
    1254,
    table('Dosya adı | Dosya sürümü | Dosya boyutu | Tarih | Saat | Platform', 'Geçerli değil'),
  ],
  [
    'German',
    1252,
    table('Dateiname | Dateiversion | Dateigröße | Datum | Uhrzeit | Plattform', 'Nicht verfügbar'),
  ],
];

describe('decodeArticle', () => {
  it.each(articles)('tells %s in code page %i from its bytes', (_, page, text) => {
    expect(decodeArticle(encodeText(text, page))).toBe(text);
  });

  it.each(articles)('reads %s (%i) as Unicode, with a mark and without', (_, __, text) => {
    const bytes = (page: number) => encodeText(text, page);
    const marked = (mark: number[], page: number) => new Uint8Array([...mark, ...bytes(page)]);
    expect(decodeArticle(bytes(65001))).toBe(text);
    expect(decodeArticle(marked([0xef, 0xbb, 0xbf], 65001))).toBe(text);
    expect(decodeArticle(marked([0xff, 0xfe], 1200))).toBe(text);
    expect(decodeArticle(marked([0xfe, 0xff], 1201))).toBe(text);
  });

  it('believes what a document declares', () => {
    const text = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1257"><p>Žemė</p>';
    expect(decodeArticle(encodeText(text, 1257))).toBe(text);
  });

  it('refuses what is too large for an article', () => {
    expect(caught(() => decodeArticle(new Uint8Array(4 * 1024 * 1024 + 1)))).toMatchObject({
      code: 'ARTICLE_TOO_LARGE',
    });
  });
});
