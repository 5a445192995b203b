import { isSameName } from '../../../core/name-key.js';
import type { ClientPatchFacts } from '../../manifest/hotfix-facts.js';
import type { ManifestSection } from '../../manifest/manifest.js';
import { partialEntry } from '../../manifest/partial-entries.js';
import { fileNameOfRow } from '../../manifest/row-name.js';
import type { Sentence } from './article-sentences.js';
import {
  findDeniedRelease,
  isBeside,
  isDoubtful,
  isLeftOpen,
  onlyAside,
  packsOf,
  packsOfSection,
  quotedDenial,
  releasesOf,
  releasesOfSection,
} from './find-doubts.js';
import { nameOfSection, type RuleNotes, type RuleText, said } from './rule-text.js';

/** The folder of the client patch below the client installation files, `KB900001-v2` too. */
const FOLDER =
  /(?<![A-Za-z0-9_])(i386|x64|amd64|ia64)[\\/]{1,4}(hotfix)[\\/]{1,4}(kb\d{5,8})((?:[-_][a-z0-9]{1,20}){0,4})(?![A-Za-z0-9_]|\.ms[ip])/gi;
const PATCH_NAME = /(?<![A-Za-z0-9_.+-])([A-Za-z0-9_][A-Za-z0-9_.+-]{0,200}\.msp)(?![A-Za-z0-9])/gi;
/** Names of patches for the Advanced Client. */
const CLIENT_NAME = /^(?:sccm|sms|configmgr)\d{4}ac[-_]/i;

/** Rows and names that are looked at; no hotfix has as many patches. */
const MOST_PATCHES = 100;

interface PatchRow {
  name: string;
  section: ManifestSection;
}

/** Which row is the client patch and in which folder it belongs, as far as an article says. */
export function findClientPatch(text: RuleText, notes: RuleNotes): ClientPatchFacts | null {
  const rows = text.sections
    .flatMap((section) =>
      section.files
        .map(({ name }) => fileNameOfRow(name))
        .filter((name) => /\.msp$/i.test(name))
        .map((name) => ({ name, section })),
    )
    .slice(0, MOST_PATCHES);
  const folder = findFolder(text, rows, notes);
  const denied = rows.length === 0 && folder === null ? null : findDeniedRelease(text);
  if (denied) {
    const message = `the article says in "${said(denied.sentence)}" that something of it is not for ${denied.name}`;
    notes.unclear('clientPatch.files', message, denied.sentence);
  }
  const named = rowsNamed(text, rows, notes);
  if (named === null) return folder === null ? null : facts(text, folder, [], notes);
  const files = [...named, ...otherRows(text, rows, named, notes)];
  if (files.length === 0 && folder === null) return null;
  return facts(text, folder, files, notes);
}

function facts(
  { sentences, kb }: RuleText,
  folder: string | null,
  files: ClientPatchFacts['files'],
  notes: RuleNotes,
): ClientPatchFacts {
  const cache = sentences.find(({ text }) => /_SMSTaskSequence[\\/]{1,4}OSD/i.test(text));
  const drive = /([a-z]):[\\/]{1,4}_SMSTaskSequence/i.exec(cache?.text ?? '')?.[1]?.toUpperCase() ?? 'C';
  const onServer = sentences.find(({ text }) =>
    /client[\\/]{1,4}i386[\\/]{1,4}hotfix[\\/]{1,4}kb\d/i.test(text),
  );
  const created = sentences.find(({ text }) => /kb ?\d{5,8} - advanced client hotfix/i.test(text));
  if (created) notes.rests('clientPatch.packageName', `KB${kb} - Advanced Client Hotfix`, created);
  return {
    folder,
    installedFolder:
      folder !== null && onServer ? `<ConfigMgr>\\Client\\${folder.replaceAll('/', '\\')}` : null,
    files,
    properties:
      cache === undefined || folder === null
        ? []
        : files.flatMap(({ product, name }) =>
            product === null
              ? []
              : [
                  {
                    product,
                    line: `PATCH="${drive}:\\_SMSTaskSequence\\OSD\\<Package_ID>\\${folder.replaceAll('/', '\\')}\\${name}"`,
                  },
                ],
          ),
    packageName: created ? `KB${kb} - Advanced Client Hotfix` : null,
  };
}

function findFolder(text: RuleText, rows: readonly PatchRow[], notes: RuleNotes): string | null {
  const { sentences, kb } = text;
  const found = new Map<string, { article: string; sentence: Sentence }>();
  const beside: { path: string; sentence: Sentence }[] = [];
  let astray: { path: string; sentence: Sentence } | null = null;
  for (const sentence of sentences) {
    for (const [, platform, , article, suffix] of sentence.text.matchAll(FOLDER)) {
      const path = `${platform!.toLowerCase()}/hotfix/${article!.toUpperCase()}${suffix}`;
      const isOwn = kb === null || article!.slice(2) === kb;
      if (isBeside(text, sentence)) {
        if (isOwn) beside.push({ path, sentence });
        continue;
      }
      if (isOwn && isDoubtful(text, sentence)) {
        notes.unclear(
          'clientPatch.folder',
          `the article names ${path.replaceAll('/', '\\')} where it denies, avoids or strikes something: ${quotedDenial(text, sentence)}`,
          sentence,
        );
        return null;
      }
      if (!isOwn && isOnlyForeign(text, sentence, rows)) astray ??= { path, sentence };
      if (!found.has(path)) found.set(path, { article: article!.slice(2), sentence });
    }
  }
  const all = [...found];
  const own = kb === null ? all : all.filter(([, { article }]) => article === kb);
  const [first, ...others] = own;
  if (first === undefined) {
    const [foreign] = all;
    if (foreign) {
      notes.unclear(
        'clientPatch.folder',
        `this is the article KB${kb}, and the only folder for a client patch that it names is that of another one, ${foreign[0]}`,
        foreign[1].sentence,
      );
    } else if (beside.length > 0) {
      const { path, sentence } = beside[0]!;
      notes.unclear('clientPatch.folder', onlyAside(text, path.replaceAll('/', '\\'), sentence), sentence);
    }
    return null;
  }
  if (astray !== null) {
    notes.unclear(
      'clientPatch.folder',
      `the article names ${first[0].replaceAll('/', '\\')} for the client patch, and for the same patch the folder of another article, ${astray.path.replaceAll('/', '\\')}`,
      astray.sentence,
    );
    return null;
  }
  const open = beside.filter(({ path, sentence }) => path !== first[0] && isLeftOpen(text, sentence));
  const second = others[0]?.[1] ?? open[0];
  if (second) {
    const paths = new Set([...own.map(([path]) => path), ...open.map(({ path }) => path)]);
    notes.unclear(
      'clientPatch.folder',
      `the article names several folders for the client patch: ${[...paths].slice(0, MOST_PATCHES).join(', ')}`,
      second.sentence,
    );
    return null;
  }
  const packs = packsOf(first[1].sentence);
  if (packs.size > 0 && rows.length > 0 && rows.every(({ section }) => isOfOtherPack(section, packs))) {
    notes.unclear(
      'clientPatch.folder',
      `the article gives ${first[0].replaceAll('/', '\\')} for SP${[...packs].join()}, and no table of it with a patch is for that`,
      first[1].sentence,
    );
    return null;
  }
  const releases = releasesOf(first[1].sentence);
  if (rows.length > 0 && rows.every(({ section }) => isOfOtherRelease(section, releases))) {
    notes.unclear(
      'clientPatch.folder',
      `the article gives ${first[0].replaceAll('/', '\\')} for the release ${[...releases].join(' and ')}, and no table of it with a patch is for that`,
      first[1].sentence,
    );
    return null;
  }
  notes.rests('clientPatch.folder', first[0].replaceAll('/', '\\'), first[1].sentence);
  return first[0];
}

/** Whether a sentence names a patch of the article, no other patch, and no folder of the article: "copy it to …\\KB999999". */
function isOnlyForeign(text: RuleText, sentence: Sentence, rows: readonly PatchRow[]): boolean {
  const own = patchNamed(text, sentence, rows);
  const folders = [...sentence.text.matchAll(FOLDER)];
  if (own === null || folders.some(([, , , article]) => article!.slice(2) === text.kb)) return false;
  return [...sentence.text.matchAll(PATCH_NAME)].every(([, name]) => isSameName(name!, own));
}

/** A sentence that names the client patch by its path or as the PATCH property. */
const isPlace = ({ text }: Sentence): boolean =>
  text.search(FOLDER) >= 0 || /_SMSTaskSequence|(?<![A-Za-z])PATCH ?=/i.test(text);

/** The rows that paths and PATCH lines name; null where these contradict the tables. */
function rowsNamed(
  text: RuleText,
  rows: readonly PatchRow[],
  notes: RuleNotes,
): ClientPatchFacts['files'] | null {
  const { sentences, kb } = text;
  const files: ClientPatchFacts['files'] = [];
  let isSound = true;
  const refuse = (message: string, sentence: Sentence) => {
    notes.unclear('clientPatch.files', message, sentence);
    isSound = false;
  };
  let aside: { name: string; sentence: Sentence } | null = null;
  for (const [i, sentence] of sentences.entries()) {
    const patch = patchNamed(text, sentence, rows);
    if (patch === null && !isPlace(sentence)) continue;
    if (isBeside(text, sentence)) {
      if (patch !== null && isPlace(sentence)) aside ??= { name: patch, sentence };
      continue;
    }
    const doubted = isDoubtful(text, sentence) ? patch : null;
    if (doubted !== null) {
      refuse(
        `the article names ${doubted} where it denies, avoids or strikes something: ${quotedDenial(text, sentence)}`,
        sentence,
      );
      continue;
    }
    if (!isPlace(sentence)) continue;
    for (const [, name] of sentence.text.matchAll(PATCH_NAME)) {
      if (name === undefined || files.length >= MOST_PATCHES) continue;
      const article = /kb(\d{5,8})/i.exec(name)?.[1];
      if (article !== undefined && kb !== null && article !== kb) {
        // Examples and other hotfixes may be named too; what no table has is not of this hotfix.
        if (rows.some((row) => isSameName(row.name, name))) {
          refuse(
            `the article names ${name} as the client patch, whose name has another number than KB${kb}`,
            sentence,
          );
        }
        continue;
      }
      const own = rows.filter((row) => isSameName(row.name, name));
      if (own.length === 0) {
        if (rows.length > 0) {
          refuse(
            `the article names ${name} as the client patch, and no table of it has that file; the tables have ${listOf(rows)}`,
            sentence,
          );
        } else if (!files.some((file) => isSameName(file.name, name))) {
          files.push({ product: null, name });
          notes.rests('clientPatch.files', name, sentence);
        }
        continue;
      }
      const before = leadIn(sentences[i - 1]);
      const packs = new Set([...(before ? packsOf(before) : []), ...packsOf(sentence)]);
      const wrong = packs.size > 0 && own.every(({ section }) => isOfOtherPack(section, packs));
      if (wrong) {
        refuse(
          `the article gives ${name} for SP${[...packs].join()}, and only its table for ${nameOfSection(own[0]!.section)} has that file`,
          sentence,
        );
        continue;
      }
      const releases = new Set([...(before ? releasesOf(before) : []), ...releasesOf(sentence)]);
      if (own.every(({ section }) => isOfOtherRelease(section, releases))) {
        refuse(
          `the article gives ${name} for the release ${[...releases].join(' and ')}, and its table ${nameOfSection(own[0]!.section)} is for another one`,
          sentence,
        );
        continue;
      }
      for (const { name: row, section } of own) {
        if (!files.some((file) => isSameName(file.name, row) && file.product === section.product)) {
          files.push({ product: section.product, name: row });
        }
        notes.rests('clientPatch.files', `${row}, ${nameOfSection(section)}`, sentence);
      }
    }
  }
  if (isSound && files.length === 0 && aside !== null) {
    refuse(onlyAside(text, aside.name, aside.sentence), aside.sentence);
  }
  return isSound ? files : null;
}

/** A short line before a path says which product it is for. */
const leadIn = (before: Sentence | undefined): Sentence | null =>
  before !== undefined && before.text.length <= 120 && !isPlace(before) ? before : null;

/** The patch of a table, or of the number of the article, that a sentence names. */
function patchNamed({ kb }: RuleText, { text }: Sentence, rows: readonly PatchRow[]): string | null {
  for (const [, name] of text.matchAll(PATCH_NAME)) {
    const isOwn = kb !== null && name!.toLowerCase().includes(`kb${kb}`);
    if (isOwn || rows.some((row) => isSameName(row.name, name!))) return name!;
  }
  return null;
}

function isOfOtherPack(section: ManifestSection, packs: ReadonlySet<string>): boolean {
  const own = packsOfSection(section);
  return own.size > 0 && ![...own].some((pack) => packs.has(pack));
}

const isOfOtherRelease = (section: ManifestSection, releases: ReadonlySet<string>): boolean => {
  const own = releasesOfSection(section);
  return own.size > 0 && releases.size > 0 && ![...own].some((release) => releases.has(release));
};

const listOf = (rows: readonly PatchRow[]): string =>
  [...new Set(rows.map(({ name }) => name))].slice(0, 10).join(', ');

/** Rows of the tables for which no path is given: by their name, by a sentence about clients, by what the catalogue knows. */
function otherRows(
  text: RuleText,
  rows: readonly PatchRow[],
  named: ClientPatchFacts['files'],
  notes: RuleNotes,
): ClientPatchFacts['files'] {
  const { sentences, words, kb, judge } = text;
  const open = rows.filter(({ section }) =>
    named.every(({ name }) => !section.files.some((file) => isSameName(fileNameOfRow(file.name), name))),
  );
  const isOwn = (name: string): boolean => {
    const article = /kb(\d{5,8})/i.exec(name)?.[1];
    return article === undefined || kb === null || article === kb;
  };
  const byName = open.filter(({ name }) => CLIENT_NAME.test(name) && isOwn(name));
  if (byName.length > 0) {
    return byName.map(({ name, section }) => {
      const what = `${name}, ${nameOfSection(section)}, by its name: "ac" is the Advanced Client`;
      notes.rests('clientPatch.files', what, { text: name, line: null });
      return { product: section.product, name };
    });
  }
  if (named.length > 0) return [];
  const spoken = open.flatMap(({ name, section }) => {
    const sentence = sentences.find(
      (one) =>
        one.folded.includes(name.toLowerCase()) &&
        words.has(one.folded, 'client') &&
        judge.judge(one).is === 'said',
    );
    return sentence ? [{ name, section, sentence }] : [];
  });
  const foreign = spoken.find(({ name }) => !isOwn(name));
  if (foreign) {
    notes.unclear(
      'clientPatch.files',
      `the article names ${foreign.name} for clients, and that name has another number than KB${kb}`,
      foreign.sentence,
    );
    return [];
  }
  if (spoken.length > 0 && new Set(spoken.map(({ section }) => section)).size === spoken.length) {
    return spoken.map(({ name, section, sentence }) => {
      notes.rests('clientPatch.files', `${name}, ${nameOfSection(section)}`, sentence);
      return { product: section.product, name };
    });
  }
  const known = kb === null ? [] : (partialEntry(kb)?.clientPatchFiles ?? []);
  return open
    .filter(({ name }) => known.some((one) => isSameName(one, name)))
    .map(({ name, section }) => {
      notes.rests('clientPatch.files', `${name}, as the catalogue knows it`, { text: name, line: null });
      return { product: section.product, name };
    });
}
