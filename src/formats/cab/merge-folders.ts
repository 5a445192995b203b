import type { Diagnostics } from '../../core/diagnostics.js';
import { belongsTogether, type ChainLink } from './cabinet-chain.js';
import { type CabinetFile, CabinetFolder, type FolderPart } from './cabinet-folder.js';
import type { CfFile } from './cf-file.js';
import { inCabinet } from './in-cabinet.js';

/**
 * Joins the folders of a chain: the last of a cabinet and the first of the next are one folder if files are marked as
 * continued. Such files are listed in every cabinet with a part of them, with the same place and size.
 */
export function mergeFolders(
  chain: readonly ChainLink[],
  diagnostics: Diagnostics,
): { folders: CabinetFolder[]; files: CabinetFile[] } {
  const folders: CabinetFolder[] = [];
  const files: CabinetFile[] = [];
  let before: ChainLink | null = null;
  /** The last folder so far, and the places of the files in it. */
  let lastBefore: CabinetFolder | undefined;
  let places = new Set<string>();
  for (const link of chain) {
    const { cabinet, name } = link;
    const lastOfBefore = folders.at(-1);
    const joint = before === null ? 'none' : continues(before, link, diagnostics);
    const own = cabinet.folders.map((folder) => {
      const part: FolderPart = { cabinet, cabinetName: name, folder };
      const last = folders.at(-1);
      if (folder.index === 0 && last !== undefined && joint === 'joined') {
        last.parts.push(part);
        last.missingAfter = null;
        if (last.missingBefore === null) last.missingLink = null;
        return last;
      }
      const added = new CabinetFolder(folders.length, part);
      folders.push(added);
      return added;
    });
    if (own.length > 0) markMissing(link, own);
    if (joint === 'refused') {
      for (const folder of [lastOfBefore, own[0]]) {
        if (folder) folder.refusal = whyRefused(before!, link);
      }
    }
    const last = own.at(-1);
    // The first folder's blocks before this cabinet; a running sum, since a folder may span thousands of cabinets.
    const isKnown = own[0] !== undefined && (own[0] === lastBefore || joint === 'refused');
    const known = isKnown ? places : new Set<string>();
    const news: string[] = [];
    for (const file of cabinet.files) {
      if (file.continuedFromPrevious && known.has(placeOf(file))) continue;
      const added = cabinetFileOf(file, own[file.folderIndex]!, name);
      added.folder.files.push(added);
      files.push(added);
      if (chain.length > 1 && added.folder === last) news.push(placeOf(file));
    }
    if (last !== own[0]) places = new Set(news);
    else {
      places = known;
      for (const place of news) places.add(place);
    }
    lastBefore = last;
    before = link;
  }
  for (const folder of folders) {
    if (folder.missingBefore !== null || folder.missingAfter !== null) continue;
    if (folder.size <= folder.countedOutput) continue;
    // More blocks than cCFData can count, or a file with a false size: decoding shows which.
    diagnostics.report('CAB_BAD_FOLDER', 'files are beyond the blocks of their folder', {
      ...inCabinet(folder.parts[0]!.cabinetName),
      structure: 'CFFOLDER',
      expected: `${folder.countedOutput} bytes at most`,
      found: folder.size,
    });
  }
  return { folders, files };
}

/**
 * How the first folder of `after` and the last of `before` go together: `none` where no file continues, `refused` where the
 * headers say that the cabinets do not belong together. Windows (FDICopy) refuses such a cabinet as the wrong one.
 */
type Joint = 'none' | 'joined' | 'refused';

function continues(before: ChainLink, after: ChainLink, diagnostics: Diagnostics): Joint {
  if (before.cabinet.folders.length === 0 || after.cabinet.folders.length === 0) return 'none';
  const left = before.cabinet.files.filter((file) => file.continuedToNext);
  const right = after.cabinet.files.filter((file) => file.continuedFromPrevious);
  if (left.length === 0 && right.length === 0) return 'none';
  const places = new Set(left.map(placeOf));
  const sameMethod = before.cabinet.folders.at(-1)!.typeCompress === after.cabinet.folders[0]!.typeCompress;
  if (sameMethod && right.some((file) => places.has(placeOf(file)))) {
    return belongsTogether(before.cabinet.header, after.cabinet.header) ? 'joined' : 'refused';
  }
  diagnostics.report('CAB_MISSING_PART', 'a cabinet does not continue the one before it', {
    ...inCabinet(after.name),
    structure: 'CFFILE',
    expected: left[0]?.name ?? '(no file)',
    found: right[0]?.name ?? '(no file)',
  });
  return 'none';
}

/** In the words of an error about a file that goes from one to the other. */
function whyRefused(before: ChainLink, after: ChainLink): string {
  const [one, two] = [before, after].map(
    ({ name, cabinet: { header } }) => `${name} (set ID ${header.setId}, number ${header.index})`,
  );
  const isOtherSet = before.cabinet.header.setId !== after.cabinet.header.setId;
  const why = isOtherSet ? 'they belong to different sets' : 'its number does not follow';
  return `${two} does not continue ${one}: ${why}`;
}

/** Folders whose beginning or end is in a missing cabinet, or in one that does not continue them. */
function markMissing(link: ChainLink, own: CabinetFolder[]): void {
  const { files, header } = link.cabinet;
  const first = own[0]!;
  const last = own.at(-1)!;
  if (first.parts.length === 1 && files.some((file) => file.continuedFromPrevious)) {
    first.missingBefore = header.previousCabinet?.name ?? 'a cabinet before this';
    first.missingLink = header.previousCabinet;
  }
  // Valid until the next cabinet continues the folder.
  if (files.some((file) => file.continuedToNext)) {
    last.missingAfter = header.nextCabinet?.name ?? 'a cabinet after this';
    if (last.missingBefore === null) last.missingLink = header.nextCabinet;
  }
}

/** Names may differ in letter case or be damaged in one of the cabinets, so the place in the folder decides. */
function placeOf(file: CfFile | CabinetFile): string {
  return `${file.folderOffset} ${file.size}`;
}

function cabinetFileOf(file: CfFile, folder: CabinetFolder, cabinetName: string): CabinetFile {
  const { name, size, folderOffset, modified, attributes } = file;
  return { name, size, folder, folderOffset, modified, attributes, cabinetName };
}
