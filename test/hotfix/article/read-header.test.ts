import { describe, expect, it } from 'vitest';
import {
  anyHeaderOfCells,
  headerOfCells,
  headerOfLine,
  isFileTable,
} from '../../../src/hotfix/article/read-header.js';

describe('isFileTable', () => {
  it.each([
    [['name', 'version', 'date'], true],
    [['size', 'name', 'time'], true],
    [['name', 'date', 'time'], false],
    [['version', 'size', 'date', 'time'], false],
    [['name', 'version', 'platform'], false],
    [[], false],
  ] as const)('%j: %s', (columns, expected) => {
    expect(isFileTable(columns)).toBe(expected);
  });
});

const kbOrder = ['name', 'version', 'size', 'date', 'time', 'platform'];

describe('headerOfCells', () => {
  it.each([
    ['en', ['File name', 'File version', 'File size', 'Date', 'Time', 'Platform']],
    ['de', ['Dateiname', 'Dateiversion', 'Dateigröße', 'Datum', 'Uhrzeit', 'Plattform']],
    ['fr', ['Nom de fichier', 'Version de fichier', 'Taille du fichier', 'Date', 'Heure', 'Plateforme']],
    ['zh-Hans', ['文件名', '文件版本', '文件大小', '日期', '时间', '平台']],
  ])('%s', (language, cells) => {
    const header = headerOfCells(cells)!;
    expect(header.columns).toEqual(kbOrder);
    const [most] = [...header.languages].sort((a, b) => b[1] - a[1]);
    expect(header.languages.get(language)).toBe(most![1]);
  });

  it('has a place for columns that nobody knows', () => {
    expect(headerOfCells(['File name', 'Colour', 'File size', 'Date'])!.columns).toEqual([
      'name',
      'other',
      'size',
      'date',
    ]);
  });

  it.each([
    ['a row', ['Ccmcertfix.exe', '4.0.6221.1193', '17,768', '01-Dec-2008']],
    ['nothing', []],
    ['a column that comes twice', ['File name', 'File size', 'File size', 'Date']],
    ['another table', ['Name', 'Value', 'Description']],
  ])('%s is none', (_, cells) => {
    expect(headerOfCells(cells)).toBeNull();
  });
});

describe('headerOfLine', () => {
  it.each([
    ['blanks', 'File name File version File size Date Time Platform', kbOrder],
    ['no blanks', 'File nameFile versionFile sizeDateTimePlatform', kbOrder],
    [
      'a rule behind it',
      'Date Time Version Size File name ------------------------',
      ['date', 'time', 'version', 'size', 'name'],
    ],
    [
      'one letter missing',
      'File name File size Date Time Platfrm',
      ['name', 'size', 'date', 'time', 'platform'],
    ],
    [
      'one letter wrong',
      'File name File size Date Time Platforn',
      ['name', 'size', 'date', 'time', 'platform'],
    ],
    ['German', 'Datum Uhrzeit Version Größe Dateiname', ['date', 'time', 'version', 'size', 'name']],
    [
      'Japanese',
      'ファイル名 ファイル バージョン ファイル サイズ 日付 時刻',
      ['name', 'version', 'size', 'date', 'time'],
    ],
  ])('reads headings with %s', (_, line, columns) => {
    expect(headerOfLine(line)?.columns).toEqual(columns);
  });

  it.each([
    ['prose', 'The file name and the file version are in the table; the date and time are in UTC.'],
    ['a row', 'Ccmcertfix.exe 4.0.6221.1193 17,768 01-Dec-2008 01:40 x86'],
    ['what is too short', 'Date'],
    ['what is too long', `File name File version File size Date ${'x'.repeat(400)}`],
    ['too many digits', 'File name File size Date 1234567890123'],
    ['columns twice', 'File name File size File name Date'],
  ])('%s is no heading', (_, line) => {
    expect(headerOfLine(line)).toBeNull();
  });
});

describe('anyHeaderOfCells', () => {
  it.each([
    [['File name', 'File version', 'Date'], { columns: ['name', 'version', 'date'] }],
    [['File name', 'File version'], { columns: ['name', 'version'], isShort: true }],
    [['File name', 'Date'], null],
    [['a.dll', '1.2.3.4', '1,024'], null],
    [[], null],
  ])('%j: %j', (cells, header) => {
    if (header === null) expect(anyHeaderOfCells(cells)).toBeNull();
    else expect(anyHeaderOfCells(cells)).toMatchObject(header);
  });
});
