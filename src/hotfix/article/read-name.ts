import { type RowText, rowText } from './row-text.js';

/** Characters that a manifest takes. */
const longestName = 260;

export interface NameMatch {
  end: number;
  value: string;
  cost: number;
}

/** Extensions of files that hotfixes bring. A name with another extension is less likely. */
const known = new Set(
  (
    'acm adm admx adml asa ashx asmx asp aspx ax bat bin bmp boot browser bpl c cab cat cdf cfg chm chs cht cmd cnt cnv ' +
    'com config cpl cpp cpx css csv ctl cur dat db dbg dep diz dll dlm dls doc docx dot drv dtd dts efi enu eps ese esn ' +
    'etl exe exp flt fon gif gpd h hhc hlp hta htc htm html hxs ico icm ime imf inc inf ini inx ism jar jpg js json ' +
    'jsp lck lib lic lnk loc log man manifest map mdb mfl mib mo mof mpp msc msg msi msm msp msst mst msu mui mum mxm ' +
    'ndi nls nlt ntf nt obj ocx odc oem olb opt osd pdb pdf pf phd php pip png pnf png ppd ppt pps prf prm prx ps1 psd1 ' +
    'psm1 psp ptxml py pyd rat rdl reg res resources rll rsp rtf sam scf scr sdb sdi sed sep sfx shp sql srg sst stf str ' +
    'sve svg swf sys tbl tlb tmp tpl tsp ttc ttf txt uce url vbs vdf ver vsd vxd wav wbt wim winmd wld wlk wmf wmx wsf ' +
    'x86 xml xls xlsx xlb xpi xrm-ms xsd xsl xslt zip 3xe 386 cov lex mllr sld dic tha grm spl ds nld deu fra ita jpn kor ' +
    'propdesc library-ms sha exe_ dll_ pyc mc asax master skin vb cs vbhtml cshtml svc edmx xaml baml nuspec nupkg mpb mp ' +
    'sdf mdf ldf bak bcp fmt dtsx rdlx ispac psc1 ps1xml vcf wsc sct msrcincident appx msix ptr cmf ses ttf ocm hiv evm'
  ).split(' '),
);

/** Whether hotfixes bring files with this extension. */
export const isKnownExtension = (extension: string): boolean => known.has(extension.toLowerCase());

/** Folders before a name, from a drive or a variable on (blanks within them are theirs) or from a folder on. */
const rooted =
  /(?:%[^%\s\\]{1,40}%|[a-z]:)\\(?:[^\s|<>:"*?/\\,;]{1,100}(?: [^\s|<>:"*?/\\,;]{1,100}){0,4}\\){0,20}/iy;
const relative = /(?:[^\s|<>:"*?/\\,;%]{1,100}\\){1,20}/y;

/**
 * The file names that begin at a place, one for every place where a name may end, with the folders that are written
 * before them. Without a blank after it, a name ends with its extension.
 */
export function namesAt(row: RowText, start: number): NameMatch[] {
  const root = match(rooted, row.text, start);
  const folders = root || match(relative, row.text, start);
  if (folders === '') return bareNamesAt(row, start);
  const cost = root === '' ? 1 : 0;
  return bareNamesAt(row, start + folders.length)
    .map((name) => ({ end: name.end, value: folders + name.value, cost: name.cost + cost }))
    .filter(({ value }) => value.length <= longestName);
}

function match(sticky: RegExp, text: string, place: number): string {
  sticky.lastIndex = place;
  return sticky.exec(text)?.[0] ?? '';
}

const nameHere = /[^\s|<>:"*?/\\,;]{1,260}(?: [^\s|<>:"*?/\\,;]{1,260}){0,3}/y;
const commaAndExtension = /,[a-z]{2,4}(?![^\s|])/iy;

function bareNamesAt({ text }: RowText, start: number): NameMatch[] {
  const found: NameMatch[] = [];
  const run = match(nameHere, text, start).slice(0, longestName);
  if (run === '' || !/[\p{L}\d_~$@({]/u.test(run[0]!)) return [];
  for (const dot of run.matchAll(/\./g)) {
    const rest = /^[\p{L}\d_-]{1,20}/u.exec(run.slice(dot.index + 1))?.[0] ?? '';
    for (let length = rest.length; length > 0; length--) {
      const end = dot.index + 1 + length;
      const extension = rest.slice(0, length).toLowerCase();
      const value = run.slice(0, end);
      const isKnown = known.has(extension);
      const whole = end === run.length || /\s/.test(run[end]!);
      if (!isKnown && !(whole && /^[a-z\d_-]+$/.test(extension) && /[a-z]/.test(extension))) continue;
      if (dot.index === 0) continue;
      const blanks = value.split(' ').length - 1;
      found.push({
        end: start + end,
        value,
        cost: (isKnown ? 0 : extension.length > 4 ? 4 : 2) + blanks * 3 + (/^\d+[.,]\d/.test(value) ? 3 : 0),
      });
    }
  }
  // A comma in place of the full stop counts only if the name ends there and the reading is unambiguous.
  const extension = match(commaAndExtension, text, start + run.length);
  if (extension !== '' && known.has(extension.slice(1).toLowerCase()) && !run.includes(' ')) {
    found.push({ end: start + run.length + extension.length, value: run + extension, cost: 2 });
  }
  return found.sort((a, b) => b.end - a.end);
}

/** Whether a comma stands where the full stop before the extension belongs. */
export function hasCommaForDot(name: string): boolean {
  const extension = /,([a-z]{2,4})$/i.exec(name)?.[1]?.toLowerCase();
  return extension !== undefined && known.has(extension);
}

/** A line of a cell without what Markdown puts around a name, and without the marks of footnotes behind it. */
function plainLine(line: string): string {
  // Nearly all names have nothing around them.
  if (/^[a-z\d.$ -]*$/i.test(line)) return line.trim();
  const { text } = rowText(line);
  const [, inner] = /^(?:~~|\*)([^*~]{1,260})(?:~~|\*)$/.exec(text) ?? [];
  return (inner ?? text).replace(/[*†‡§ ]{1,20}$/, '');
}

/**
 * A name from the lines of its cell. A name too long for its column is divided. A line with a known extension is a
 * complete name; the line below it is another one, separated by a blank.
 */
export function joinLines(cell: string): string {
  if (!cell.includes('\n')) {
    const line = plainLine(cell);
    return line.startsWith('(') ? ` ${line}` : line;
  }
  const lines = cell
    .split('\n')
    .map(plainLine)
    .filter((line) => line !== '');
  return lines.reduce((name, line) => {
    const isWhole = nameOf(name)?.cost === 0 && !line.startsWith('.');
    return isWhole || line.startsWith('(') ? `${name} ${line}` : name + line;
  }, '');
}

/** Characters of a cell that may be a name with blanks around it and between its parts. */
const LONGEST_CELL = 2000;

/** A cell as a file name; null where it is none. Blanks that a translation put behind full stops are taken out. */
export function nameOf(cell: string): { value: string; cost: number } | null {
  if (cell.length > LONGEST_CELL) return null;
  const text = closeDots(cell).trim();
  if (text === '' || text.length > longestName || /[|<>"*?\n\t]/.test(text)) return null;
  if (hasCommaForDot(text)) return { value: text, cost: 1 };
  const extension = /\.([\p{L}\d_-]{1,20})$/u.exec(text)?.[1]?.toLowerCase();
  const cost = extension === undefined ? 4 : known.has(extension) ? 0 : /^\d+$/.test(extension) ? 4 : 1;
  return { value: text, cost };
}

/** Whether a cell names several files, so that no file is what its row says: `a.dll / b.dll`. */
export function namesSeveralFiles(cell: string): boolean {
  if (!/[\s/,;&+]/.test(cell)) return false;
  return cell.split(/\s*[/,;&+]\s*|\s+/).filter((part) => nameOf(part)?.cost === 0).length > 1;
}

/** Removes the blanks of `Ieframe. dll. mui`, as some translations write it. */
export function closeDots(text: string): string {
  if (!text.includes('. ')) return text;
  return text.replace(/(?<=[\p{L}\d_~)-])\. ([\p{L}\d]{1,8})(?=$|[\s.|])/gu, (all, extension: string) =>
    known.has(extension.toLowerCase()) ? `.${extension}` : all,
  );
}
