import { startsLikeCabinet } from '../formats/cab/cf-header.js';
import { isCompoundFile } from '../formats/cfb/compound-file.js';
import { startsLikeZip } from '../formats/zip/end-of-central-directory.js';

/** Bytes that are enough to tell. */
export const KIND_HEAD = 8;

/** What files of some extensions are, whoever made them. */
interface Kind {
  name: string;
  isOne: (head: Uint8Array) => boolean;
}

const begins = (head: Uint8Array, text: string): boolean =>
  head.length >= text.length && [...text].every((one, i) => head[i] === one.charCodeAt(0));

const beginning =
  (...texts: string[]) =>
  (head: Uint8Array): boolean =>
    texts.some((text) => begins(head, text));

/** Archives, packages and documents that no file of another kind begins like. */
const isArchive = (head: Uint8Array): boolean =>
  startsLikeZip(head) ||
  isCompoundFile(head) ||
  startsLikeCabinet(head) ||
  beginning('7z\u00bc\u00af', 'Rar!', '%PDF-', 'MSWIM')(head);

const isPage = beginning('<!DOC', '<!doc', '<html', '<HTML', '<head', '<?xml', '\u00ef\u00bb\u00bf<');
/** A file that begins with zeros has no header, and text has none there in any encoding. */
const isBlank = (head: Uint8Array): boolean => head.length > 0 && head.every((byte) => byte === 0);

/** Extensions whose files have several forms, or a header that says little: what is plainly something else is none of them. */
const roughly = (name: string): Kind => ({
  name,
  isOne: (head) => !isBlank(head) && !isArchive(head) && !isPage(head),
});

const database: Kind = { name: 'compound file', isOne: isCompoundFile };
const program: Kind = { name: 'executable', isOne: beginning('MZ', 'ZM') };
const driver = roughly('driver');
const symbols = roughly('file of its kind');
const zip: Kind = { name: 'zip archive', isOne: (head) => startsLikeZip(head) || begins(head, 'PK00PK') };
const text: Kind = {
  name: 'text',
  isOne: (head) => !isArchive(head) && !begins(head, 'MZ\u0090\0') && !(head[0] === 0 && head[1] === 0),
};

const one = (name: string, ...texts: string[]): Kind => ({ name, isOne: beginning(...texts) });

const kindsByExtensions: readonly (readonly [extensions: string, kind: Kind])[] = [
  ['msi msm msp mst', database],
  // Cabinets of InstallShield have the same extension.
  ['cab', { name: 'cabinet', isOne: (head) => startsLikeCabinet(head) || begins(head, 'ISc(') }],
  ['msu', { name: 'cabinet', isOne: (head) => startsLikeCabinet(head) || begins(head, 'MSWIM') }],
  ['dll exe ocx cpl scr acm ax efi fon rll', program],
  // Drivers of DOS, libraries of types and resources have headers of their own.
  ['sys drv vxd 386 com tlb olb tsp mui oca nls', driver],
  ['zip jar war ear docx docm dotx xlsx xlsm xltx pptx pptm appx msix vsix nupkg', zip],
  ['cat', one('catalogue', '\u0030')],
  ['7z', one('7z archive', '7z\u00bc\u00af\u0027\u001c')],
  ['rar', one('RAR archive', 'Rar!', 'RE~^')],
  ['gz tgz', one('gzip file', '\u001f\u008b')],
  ['wim swm', one('Windows image', 'MSWIM')],
  ['chm', one('help file', 'ITSF')],
  ['png', one('picture', '\u0089PNG')],
  ['gif', one('picture', 'GIF8')],
  ['jpg jpeg', one('picture', '\u00ff\u00d8')],
  ['bmp', one('picture', 'BM')],
  ['ico', one('picture', '\0\0\u0001\0')],
  ['cur', one('picture', '\0\0\u0002\0')],
  ['wav avi ani', one('RIFF file', 'RIFF', 'RIFX')],
  ['hlp pdb dbg sdb pdf rtf ttf lib', symbols],
  [
    'xml manifest mum htm html ini inf sql js vbs mof mfl txt adm admx adml reg bat cmd ps1 h asp aspx inc man css config xsl xsd policy',
    text,
  ],
];

const kinds: ReadonlyMap<string, Kind> = new Map(
  kindsByExtensions.flatMap(([extensions, kind]) =>
    extensions.split(' ').map((extension): [string, Kind] => [extension, kind]),
  ),
);

/**
 * What a file is by its name and not by its first bytes: `compound file`, `cabinet`, `executable`. Null where it is that, or
 * where the name does not tell.
 */
export function kindThatIsMissing(name: string, head: Uint8Array): string | null {
  const kind = name.includes('.')
    ? kinds.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase())
    : undefined;
  return kind === undefined || kind.isOne(head) ? null : kind.name;
}
