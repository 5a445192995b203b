import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText, isKnownCodePage } from '../../src/core/code-page.js';
import { caught } from '../support/caught.js';
import { itThorough, runs } from '../support/thorough.js';

/** Bytes 0x80 to 0xFF in the tables that unicode.org publishes for the vendor's code pages; U+FFFD = undefined. */
const published: Readonly<Record<number, string>> = {
  437: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  720: '\u0080\u0081éâ\u0084à\u0086çêëèïî\u008d\u008e\u008f\u0090\u0651\u0652ô¤\u0640ûù\u0621\u0622\u0623\u0624£\u0625\u0626\u0627\u0628\u0629\u062a\u062b\u062c\u062d\u062e\u062f\u0630\u0631\u0632\u0633\u0634\u0635«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\u0636\u0637\u0638\u0639\u063a\u0641µ\u0642\u0643\u0644\u0645\u0646\u0647\u0648\u0649\u064a≡\u064b\u064c\u064d\u064e\u064f\u0650≈°∙·√ⁿ²■\u00a0',
  737: 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψ░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀ωάέήϊίόύϋώΆΈΉΊΌΎΏ±≥≤ΪΫ÷≈°∙·√ⁿ²■\u00a0',
  775: 'ĆüéāäģåćłēŖŗīŹÄÅÉæÆōöĢ¢ŚśÖÜø£Ø×¤ĀĪóŻżź”¦©®¬½¼Ł«»░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐└┴┬├─┼ŲŪ╚╔╩╦╠═╬Žąčęėįšųūž┘┌█▄▌▐▀ÓßŌŃõÕµńĶķĻļņĒŅ’\u00ad±“¾¶§÷„°∙·¹³²■\u00a0',
  850: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  852: 'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0',
  855: 'ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪаАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐└┴┬├─┼кК╚╔╩╦╠═╬¤лЛмМнНоОп┘┌█▄Пя▀ЯрРсСтТуУжЖвВьЬ№\u00adыЫзЗшШэЭщЩчЧ§■\u00a0',
  857: 'ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\ufffdÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\ufffd×ÚÛÙìÿ¯´\u00ad±\ufffd¾¶§÷¸°¨·¹³²■\u00a0',
  858: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  860: 'ÇüéâãàÁçêÊèÍÔìÃÂÉÀÈôõòÚùÌÕÜ¢£Ù₧ÓáíóúñÑªº¿Ò¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  861: 'ÇüéâäàåçêëèÐðÞÄÅÉæÆôöþûÝýÖÜø£Ø₧ƒáíóúÁÍÓÚ¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  862: '\u05d0\u05d1\u05d2\u05d3\u05d4\u05d5\u05d6\u05d7\u05d8\u05d9\u05da\u05db\u05dc\u05dd\u05de\u05df\u05e0\u05e1\u05e2\u05e3\u05e4\u05e5\u05e6\u05e7\u05e8\u05e9\u05ea¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  863: 'ÇüéâÂà¶çêëèïî‗À§ÉÈÊôËÏûù¤ÔÜ¢£ÙÛƒ¦´óú¨¸³¯Î⌐¬½¼¾«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  864: '°·∙√▒─│┼┤┬├┴┐┌└┘β∞φ±½¼≈«»\ufef7\ufef8\ufffd\ufffd\ufefb\ufefc\ufffd\u00a0\u00ad\ufe82£¤\ufe84\ufffd\ufffd\ufe8e\ufe8f\ufe95\ufe99\u060c\ufe9d\ufea1\ufea5\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\ufed1\u061b\ufeb1\ufeb5\ufeb9\u061f¢\ufe80\ufe81\ufe83\ufe85\ufeca\ufe8b\ufe8d\ufe91\ufe93\ufe97\ufe9b\ufe9f\ufea3\ufea7\ufea9\ufeab\ufead\ufeaf\ufeb3\ufeb7\ufebb\ufebf\ufec1\ufec5\ufecb\ufecf¦¬÷×\ufec9\u0640\ufed3\ufed7\ufedb\ufedf\ufee3\ufee7\ufeeb\ufeed\ufeef\ufef3\ufebd\ufecc\ufece\ufecd\ufee1\ufe7d\u0651\ufee5\ufee9\ufeec\ufef0\ufef2\ufed0\ufed5\ufef5\ufef6\ufedd\ufed9\ufef1■\ufffd',
  865: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒáíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  866: 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u00a0',
  869: '\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdΆ\ufffd·¬¦‘’Έ―ΉΊΪΌ\ufffd\ufffdΎΫ©Ώ²³ά£έήίϊΐόύΑΒΓΔΕΖΗ½ΘΙ«»░▒▓│┤ΚΛΜΝ╣║╗╝ΞΟ┐└┴┬├─┼ΠΡ╚╔╩╦╠═╬ΣΤΥΦΧΨΩαβγ┘┌█▄δε▀ζηθικλμνξοπρσςτ΄\u00ad±υφχ§ψ΅°¨ωϋΰώ■\u00a0',
  1252: '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
};

/** Pages that the platform's own decoder knows too; Node reads its windows-1252 as ISO 8859-1. */
const known: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  1250: 'windows-1250',
  1251: 'windows-1251',
  1253: 'windows-1253',
  1254: 'windows-1254',
  1255: 'windows-1255',
  1256: 'windows-1256',
  1257: 'windows-1257',
  1258: 'windows-1258',
  20866: 'koi8-r',
  21866: 'koi8-u',
  28592: 'iso-8859-2',
  28593: 'iso-8859-3',
  28594: 'iso-8859-4',
  28595: 'iso-8859-5',
  28596: 'iso-8859-6',
  28597: 'iso-8859-7',
  28598: 'iso-8859-8',
  28603: 'iso-8859-13',
  28605: 'iso-8859-15',
};

const high = Uint8Array.from({ length: 128 }, (_, i) => 0x80 + i);

describe('single-byte pages', () => {
  it.each(Object.entries(published))('%s is as published', (page, text) => {
    expect(Array.from(high, (byte) => decodeText(Uint8Array.of(byte), Number(page))).join('')).toBe(text);
  });

  it.each(Object.entries(known))('%s is as %s of the platform', (page, label) => {
    const decoder = new TextDecoder(label);
    const onlyTheirs: number[] = [];
    for (const byte of high) {
      const theirs = decoder.decode(Uint8Array.of(byte));
      // Undefined bytes become control or private characters there.
      if (/[\u0080-\u009f\ue000-\uf8ff]/.test(theirs)) continue;
      const ours = decodeText(Uint8Array.of(byte), Number(page));
      if (ours === theirs || theirs === '\ufffd') continue;
      expect([byte, ours]).toEqual([byte, '\ufffd']);
      onlyTheirs.push(byte);
    }
    // The platform has a character for a byte that the published table of 1253 leaves undefined.
    expect(onlyTheirs).toEqual(page === '1253' ? [0xaa] : []);
  });

  it.each([...Object.keys(published), ...Object.keys(known)])('%s gives every character back', (page) => {
    for (const byte of high) {
      const text = decodeText(Uint8Array.of(byte), Number(page));
      if (text !== '\ufffd') expect([...encodeText(text, Number(page))]).toEqual([byte]);
    }
  });
});

describe('East Asian pages', () => {
  it.each([
    // The ranges in which a page and the platform's decoder agree to be the same standard.
    [932, 'shift_jis', [0x81, 0x9f], [0xe0, 0xea]],
    [936, 'gbk', [0xb0, 0xf7], [0xaa, 0xaf]],
    [949, 'euc-kr', [0xb0, 0xc8], [0xca, 0xfd]],
    [950, 'big5', [0xa4, 0xc5], [0xc9, 0xf8]],
    [51932, 'euc-jp', [0xb0, 0xf4], [0xa4, 0xa8]],
    [54936, 'gb18030', [0xb0, 0xf7], [0x81, 0xa0]],
  ])('%d is as %s of the platform', (page, label, ...ranges) => {
    const decoder = new TextDecoder(label as string);
    let compared = 0;
    for (const [from, to] of ranges as number[][] as [number, number][]) {
      for (let lead = from; lead <= to; lead++) {
        for (let trail = 0x40; trail < 0xff; trail++) {
          const bytes = Uint8Array.of(lead, trail);
          const theirs = decoder.decode(bytes);
          if ([...theirs].length !== 1 || /[\ufffd\ue000-\uf8ff]/.test(theirs)) continue;
          if (decodeText(bytes, page as number) !== theirs) {
            expect([lead, trail, decodeText(bytes, page as number)]).toEqual([lead, trail, theirs]);
          }
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(3000);
  });

  it.each([
    [932, [0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x5c, 0xb1], '日本語\\\uff71'],
    [936, [0xd6, 0xd0, 0xce, 0xc4, 0x80], '中文€'],
    [949, [0xc7, 0xd1, 0xb1, 0xb9, 0xbe, 0xee], '한국어'],
    [950, [0xc1, 0x63, 0xc5, 0xe9, 0xa4, 0xa4, 0xa4, 0xe5], '繁體中文'],
  ])('%d reads words of its language', (page, bytes, text) => {
    expect(decodeText(Uint8Array.from(bytes), page)).toBe(text);
    expect([...encodeText(text, page)]).toEqual(bytes);
  });
});

describe('Unicode pages', () => {
  it.each([
    // RFC 2152 2.2: the examples of UTF-7.
    [65000, 'A+ImIDkQ.', 'A≢Α.'],
    [65000, 'Hi Mom -+Jjo--!', 'Hi Mom -☺-!'],
    [65000, '1 +- 1', '1 + 1'],
  ])('%d reads %j', (page, bytes, text) => {
    expect(decodeText(new TextEncoder().encode(bytes), page)).toBe(text);
  });

  itThorough.each([65000, 65001, 1200, 1201, 54936])('%d holds any text', (page) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeText(encodeText(text, page), page)).toBe(text);
      }),
      { seed: 1, numRuns: runs(200) },
    );
  });

  it('keeps a byte order mark: it is text in a table', () => {
    expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, 0x61]), 65001)).toBe('\ufeffa');
  });
});

describe('which pages', () => {
  it.each([-535, 65001])('%d is UTF-8: the summary information stores the page with a sign', (page) => {
    expect(decodeText(Uint8Array.from([0xc3, 0xa9]), page)).toBe('é');
  });

  it('0 is read as 1252', () => {
    expect(decodeText(Uint8Array.from([0x80, 0xe9]), 0)).toBe('€é');
  });

  // win32 docs, "Code Page Identifiers": all ANSI pages, all OEM pages, and what else is built in.
  const all = `0 437 708 720 737 775 850 852 855 857 858 860 861 862 863 864 865 866 869 874 932 936 949 950 1200 1201 1250
    1251 1252 1253 1254 1255 1256 1257 1258 10000 10006 10007 10010 10017 10021 10029 10079 10081 10082 12000 12001
    20127 20866 20932 20936 21866 28591 28592 28593 28594 28595 28596 28597 28598 28599 28603 28605 38598 51932
    51936 51949 54936 65000 65001`;
  it.each(all.split(/\s+/).map(Number))('%d is known', (page) => {
    expect(isKnownCodePage(page)).toBe(true);
    expect(decodeText(encodeText('Property', page), page)).toBe('Property');
  });

  it.each([1, 500, 1361, 50220, 99999, Number.NaN, 1e9])('%d is not', (page) => {
    expect(isKnownCodePage(page)).toBe(false);
    expect(caught(() => decodeText(Uint8Array.of(0x41), page))).toMatchObject({ code: 'UNKNOWN_CODE_PAGE' });
    expect(caught(() => encodeText('A', page)).code).toBe('UNKNOWN_CODE_PAGE');
  });

  it('what a page does not hold becomes a question mark, what it does not define U+FFFD', () => {
    expect([...encodeText('a中', 1252)]).toEqual([0x61, 0x3f]);
    expect(decodeText(Uint8Array.from([0x81]), 1252)).toBe('\ufffd');
  });
});

describe('bytes of ASCII', () => {
  const ascii = Uint8Array.from({ length: 128 }, (_, i) => i);

  it.each([
    0, 437, 850, 932, 936, 949, 950, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 20127, 28591,
    65001,
  ])('mean the same in code page %d, by themselves and beside others', (page) => {
    const text = String.fromCharCode(...ascii);
    expect(decodeText(ascii, page)).toBe(text);
    expect(decodeText(Uint8Array.of(...ascii, 0xc3, 0xa9), page).slice(0, 128)).toBe(text);
  });

  it.each([0, 437, 932, 936, 949, 950, 1252, 1258, 20127, 28591, 65001])(
    'are what text of ASCII becomes in %i',
    (page) => {
      const text = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).join('');
      // With a letter behind it, the tables of the page are asked.
      const asked = encodeText(`${text}\u00e9`, page).subarray(0, 128);
      expect([...encodeText(text, page)]).toEqual([...asked]);
    },
  );

  it('mean something else where characters are wider', () => {
    expect(decodeText(Uint8Array.of(0x41, 0), 1200)).toBe('A');
    expect(decodeText(Buffer.from('+AOk-'), 65000)).toBe('é');
  });
});
