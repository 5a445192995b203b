import type { ManifestSection } from '../../manifest/manifest.js';
import { fileNameOfRow } from '../../manifest/row-name.js';
import type { Sentence } from './article-sentences.js';
import { clausesOf } from './clauses.js';
import { isAgainst } from './plain-forms.js';
import { nameOfSection, otherArticlesIn, type RuleText, said } from './rule-text.js';
import type { RuleWords } from './rule-words.js';
import { releasesIn, servicePacksIn } from './service-packs.js';

type Text = Pick<RuleText, 'words'>;

/** Whether a sentence, or another one of it, denies, avoids, takes back or strikes what it says: no rule is taken from it. */
export const isDoubtful = ({ judge }: Pick<RuleText, 'judge'>, one: Sentence): boolean =>
  judge.judge(one).is === 'denied';

/** Whether another sentence denies what one says. */
export const isGoverned = ({ judge }: Pick<RuleText, 'judge'>, one: Sentence): boolean =>
  judge.judge(one).is === 'denied' && judge.judge(one).by !== one;

/** Whether an article states what a sentence says, which need not be a step. */
export const isStated = ({ judge }: Pick<RuleText, 'judge'>, one: Sentence): boolean =>
  judge.judge(one).is === 'said' || judge.judge(one).is === 'aside';

/** Whether a sentence neither tells nor denies a step, or browsers do not show it. */
export const isBeside = ({ judge }: Pick<RuleText, 'judge'>, one: Sentence): boolean =>
  judge.judge(one).is === 'aside' || judge.judge(one).is === 'hidden';

/** Whether a sentence may be meant as a step: "exception: these use" leads in one, and "avoid this:" leads in none. */
export function isLeftOpen({ judge, words }: Pick<RuleText, 'judge' | 'words'>, one: Sentence): boolean {
  const { is, by } = judge.judge(one);
  return is === 'aside' && !isAgainst(words, by.folded);
}

/** What a message repeats of a sentence that is denied, with the one that denies it. */
export function quotedDenial({ judge }: Pick<RuleText, 'judge'>, one: Sentence): string {
  const { by } = judge.judge(one);
  return by === one ? `"${said(one)}"` : `"${said(one)}", of which it says "${said(by)}"`;
}

/** Why nothing is taken from the only sentence that names a file or folder. */
export function onlyAside(text: Pick<RuleText, 'judge'>, name: string, one: Sentence): string {
  return text.judge.judge(one).is === 'hidden'
    ? `the article names ${name} only where browsers do not show it: "${said(one)}"`
    : `the article names ${name}, and not in a sentence that plainly tells what to do with it: ${quotedDenial(text, one)}`;
}

/** Whether a clause of a sentence that `isAbout` accepts denies that something is done. */
export const deniesAct = (
  { words }: Text,
  { folded, struck }: Sentence,
  isAbout: (clause: string) => boolean = () => true,
): boolean =>
  clausesOf(folded).some(
    (clause) =>
      isAbout(clause) &&
      words.has(clause, 'act') &&
      // A program that runs without options does run.
      (struck || words.denies(words.without(clause, 'without'))),
  );

/** Whether a clause of a sentence has a word of the concept and denies it. */
export const deniesWord = (
  { words }: Text,
  { folded }: Sentence,
  concept: Parameters<RuleWords['has']>[1],
): boolean => clausesOf(folded).some((clause) => words.has(clause, concept) && words.has(clause, 'not'));

const withoutFiles = (text: string): string => text.replace(/[^\s"'=\\/]{1,200}\.[a-z]{3}(?![a-z])/gi, ' ');

/** The service packs that a sentence names outside of the names of files. */
export const packsOf = ({ text }: Sentence): Set<string> => servicePacksIn(withoutFiles(text));

/** The releases of ConfigMgr that a sentence names outside of the names of files. */
export const releasesOf = ({ text }: Sentence): Set<string> => releasesIn(withoutFiles(text));

/** The service packs that a table is for, by its product, its heading or the names of its patches. */
export function packsOfSection({ product, title, files }: ManifestSection): Set<string> {
  const said = servicePacksIn(`${product ?? ''} ${title}`);
  if (said.size > 0) return said;
  const patches = files.map(({ name }) => fileNameOfRow(name)).filter((name) => /\.msp$/i.test(name));
  return servicePacksIn(patches.join(' ').replace(/[-_.]/g, ' '));
}

/** The releases that a table is for, by its product, its heading and the names of its patches. */
export const releasesOfSection = ({ product, title, files }: ManifestSection): Set<string> =>
  releasesIn([product ?? '', title, ...files.map(({ name }) => fileNameOfRow(name))].join('\n'));

/** A path or the name of a patch, and how many sentences around it may be about it. */
const PATCH_PLACE = /\.msp(?![a-z0-9])|hotfix[\\/]{1,4}kb\d/i;
const NEAR = 2;

/** A sentence that says of a service pack with a table that it is not for it: "the steps do not apply to Service Pack 2". */
export function findDeniedRelease(text: RuleText): { name: string; sentence: Sentence } | null {
  const { words } = text;
  const isNear = (at: number): boolean =>
    text.sentences.slice(Math.max(0, at - NEAR), at + NEAR + 1).some((one) => PATCH_PLACE.test(one.text));
  for (const [i, sentence] of text.sentences.entries()) {
    const packs = packsOf(sentence);
    if (packs.size === 0 || !deniesAct(text, sentence)) continue;
    // Titles and symptoms say what does not work with a service pack.
    if (!words.has(sentence.folded, 'thisHotfix') && !isNear(i)) continue;
    if (otherArticlesIn(sentence.folded, text.kb).length > 0) continue;
    const isOther = (['needless', 'restart', 'replace'] as const).some((concept) =>
      words.has(sentence.folded, concept),
    );
    if (isOther) continue;
    const section = text.sections.find(
      (one) =>
        one.files.some(({ name }) => /\.msp$/i.test(fileNameOfRow(name))) &&
        [...packsOfSection(one)].some((pack) => packs.has(pack)),
    );
    if (section) return { name: nameOfSection(section), sentence };
  }
  return null;
}
