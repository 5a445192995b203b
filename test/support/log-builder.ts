import { encodeText } from '../../src/core/code-page.js';

/** One entry as client logs have it. */
export function logEntry(message: string, component = 'OSDSMPClient', time = '13:37:02.123+420'): string {
  return `<![LOG[${message}]LOG]!><time="${time}" date="10-25-2010" component="${component}" context="" type="3" thread="1234" file="smpclient.cpp:77">\r\n`;
}

/** Entries that show nothing. */
export function harmlessEntries(count: number): string {
  return Array.from({ length: count }, (_, i) =>
    logEntry(`Policy ${i} evaluated for 0x8000${String(i % 10000).padStart(4, '0')}`, 'PolicyAgent'),
  ).join('');
}

/** The line as the article prints it, in English and in the two translations at hand. */
export const published = {
  en: 'Failed to import client certificate store (0x80092024)',
  'zh-CN': '未能导入的客户端证书存储区 (0x80092024)',
  vi: 'Thất bại trong việc chuyển nhập kho chứng chỉ khách hàng (0x80092024)',
} as const;

/** Text in the encodings that logs are written in. */
export const encoders: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text, 'utf8'),
  'utf-8 with mark': (text) => Buffer.from(`\ufeff${text}`, 'utf8'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16le with mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'utf-16be with mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
};

/** Windows-936. */
export function gbk(text: string): Buffer {
  return Buffer.from(encodeText(text, 936));
}

/** Windows-1258, which has the Vietnamese vowels and writes their tones behind them; by the code chart. */
export function windows1258(text: string): Buffer {
  const tones: Record<string, number> = {
    '\u0300': 0xcc,
    '\u0309': 0xd2,
    '\u0303': 0xde,
    '\u0301': 0xec,
    '\u0323': 0xf2,
  };
  const vowels: Record<string, number> = { â: 0xe2, ă: 0xe3, ê: 0xea, ô: 0xf4, ơ: 0xf5, ư: 0xfd, đ: 0xf0 };
  const bytes: number[] = [];
  for (const character of text.normalize('NFC')) {
    const [letter, ...marks] = [...character.normalize('NFD')];
    const shape = marks.find((mark) => !(mark in tones));
    const base = shape === undefined ? letter! : (letter! + shape).normalize('NFC');
    bytes.push(base.codePointAt(0)! < 0x80 ? base.charCodeAt(0) : vowels[base]!);
    for (const mark of marks) if (mark in tones) bytes.push(tones[mark]!);
  }
  return Buffer.from(bytes);
}
