/** Words for a hash or checksum, of which the algorithms are the same in all languages. */
const latin = String.raw`(?<!\p{L})sha(?!\p{L})|sha[-_ ]?\d|md[45]|crc|adler|blake[23]|ripemd|whirlpool|hash|hachage|checksum|check ?sum|digest|fingerprint|thumbprint|pr[üu]f(?:summe|wert|ziffer)|empreinte|impronta|huella|somme de contr|soma de verif|suma (?:de comp|kontr)|sum[aă] de control|codice di controllo|kontrolls?um|kontrolsum|sjekksum|tjeksum|controlesom|tarkistussumm|otisk|odcisk`;
/** Those that need other letters than ASCII has. */
const wide =
  'kontrolní (?:sou|kód)|kontrolný súč|ellenőrző|sağlama|контрольн|отпечат|дайджест|х[еэ]ш|άθροισμα ελ|גיבוב|هاش|بصمة|哈希|杂凑|雜湊|散列|校[验驗]|指[纹紋]|ハッシュ|チェックサム|해시|체크섬|지문|mã băm|แฮช|हैश';
const words = new RegExp(`${latin}|${wide}`, 'iu');
/** The same for texts of ASCII, which most are, and much faster. */
const asciiWords = new RegExp(latin.replaceAll('\\p{L}', '[a-z]'), 'i');
const isAscii = /^[\x00-\x7f]*$/;
/** Words for checksums that are too short to be told from other numbers. */
const checksumWords = /crc|adler|check ?sum|pr[üu]f(?:summe|ziffer)/iu;

const LONGEST_HEADING = 100;

/** A text of digits and marks has no word; most cells of a table are such. */
const noWord = /^[\da-f.,:;\s/_+-]*$/i;

/** Whether a text has a word for a hash. */
export const hasHashWord = (text: string): boolean =>
  !noWord.test(text) && (isAscii.test(text) ? asciiWords : words).test(text);

/** Whether a text says that a checksum of a few digits stands beside it. */
export const hasChecksumWord = (text: string): boolean => checksumWords.test(text);

/** Whether a text can be the heading of hashes: a short one with a word for them. */
export const isHashHeading = (text: string): boolean => text.length <= LONGEST_HEADING && hasHashWord(text);

/** Whether a text begins with the heading of a hash. */
export const beginsWithHashWord = (text: string): boolean => hasHashWord(text.slice(0, LONGEST_HEADING));

const behindWord = /^[\p{L}]*[-_ ]?(?:1|8|16|32|64|224|256|384|512)?\)?[\p{L} ]{0,40}[:=]?/iu;

/** Where the text behind the last word for a hash begins, with its number and colon. */
export function afterHashWord(text: string): number {
  let end = 0;
  for (let found = words.exec(text); found !== null; found = words.exec(text.slice(end)))
    end += found.index + found[0].length;
  return end === 0 ? 0 : end + (behindWord.exec(text.slice(end))?.[0].length ?? 0);
}
