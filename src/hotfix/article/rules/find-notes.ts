import { isSameName, nameKey } from '../../../core/name-key.js';
import type { ClientPatchFacts, HotfixFacts, UtilityFacts } from '../../manifest/hotfix-facts.js';
import { rowText } from '../row-text.js';
import type { Sentence } from './article-sentences.js';
import { isDoubtful, quotedDenial } from './find-doubts.js';
import { nameOfSection, type RuleNotes, type RuleText } from './rule-text.js';
import { servicePacksIn } from './service-packs.js';

/** Installation properties of the client; articles of every language have them as they are typed. */
const PROPERTY =
  /(?<![A-Za-z0-9_])(?:SMS(?:SLP|MP|SITECODE|CACHE[A-Z]{3,6}|CONFIGSOURCE|DIRECTORYLOOKUP|PUBLICROOTKEY|ROOTKEYPATH|SIGNCERT)|FSP|CCM[A-Z]{5,16}|DNSSUFFIX|DISABLE(?:SITE|CACHE)OPT|RESETKEYINFORMATION)(?![A-Za-z0-9_])/g;

/** Properties and packages that are kept. */
const MOST_NAMED = 50;

/** The client installation properties that must be given again, as far as an article says. */
export function findPropertiesToRepeat(text: RuleText, notes: RuleNotes): string[] {
  const { sentences, words } = text;
  const properties = new Set<string>();
  for (const one of sentences) {
    const found = partOfAgain(text, one).match(PROPERTY);
    if (found === null) continue;
    const saying = sentences.find(
      ({ paragraph, folded }) => paragraph === one.paragraph && words.has(folded, 'again'),
    );
    if (saying === undefined) continue;
    const doubted = [one, saying].find((sentence) => isDoubtful(text, sentence));
    if (doubted) {
      const message = `the article names the properties to give again where it denies, avoids or strikes something: ${quotedDenial(text, doubted)}`;
      notes.unclear('propertiesToRepeat', message, doubted);
      continue;
    }
    for (const name of found) properties.add(name);
    notes.rests('propertiesToRepeat', [...new Set(found)].join(', '), one);
  }
  return [...properties].slice(0, MOST_NAMED);
}

/** What a sentence says beside what is kept: "specify FSP again; SMSSLP is kept". */
function partOfAgain({ words }: RuleText, { text, folded }: Sentence): string {
  const isKept = (said: string): boolean =>
    words.has(said, 'kept') && !words.has(said, 'again') && !words.denies(said);
  if (!words.has(folded, 'kept')) return text;
  return text
    .split(';')
    .filter((part) => !isKept(` ${rowText(part).folded} `))
    .join(';');
}

/** Names of packages: parts between hyphens, one of which is the number of the article. */
const PACKAGE = /(?<![A-Za-z0-9_.-])[A-Za-z0-9][A-Za-z0-9_.-]{3,120}\.(?:msi|exe)(?![A-Za-z0-9])/gi;

/** The packages of the hotfix that the text names. */
export function findPackages(
  { sentences, sections, kb }: RuleText,
  notes: RuleNotes,
): HotfixFacts['packages'] {
  if (kb === null) return [];
  const packages: HotfixFacts['packages'] = [];
  for (const one of sentences) {
    for (const [file] of one.text.matchAll(PACKAGE)) {
      const parts = file.toLowerCase().split(/[-_.]/);
      if (!parts.includes(kb) && !parts.includes(`kb${kb}`)) continue;
      if (packages.length >= MOST_NAMED || packages.some((known) => isSameName(known.file, file))) continue;
      const packs = servicePacksIn(file.replace(/[-_]/g, ' '));
      const named = sections.filter(({ product, title }) =>
        [...servicePacksIn(`${product ?? ''} ${title}`)].some((pack) => packs.has(pack)),
      );
      const section = named[0] ?? (sections.length === 1 ? sections[0] : undefined);
      if (section === undefined || nameOfSection(section).length > 260) continue;
      packages.push({ product: nameOfSection(section), file });
      notes.rests('packages', file, one);
    }
  }
  return packages;
}

/** What else {@link findNotes} needs to know. */
export interface NoteFacts {
  clientPatch: ClientPatchFacts | null;
  utility: UtilityFacts | null;
  propertiesToRepeat: readonly string[];
  supersededBy: HotfixFacts['supersededBy'];
}

/**
 * Notes for the administrator, in the words of the catalogue: each is recognised by what no translation changes (names of variables,
 * paths, programs).
 */
export function findNotes(text: RuleText, facts: NoteFacts, notes: RuleNotes): HotfixFacts['notes'] {
  const { sentences, words, kb } = text;
  const found: HotfixFacts['notes'] = [];
  const note = (topic: string, saying: string, sentence: Sentence | undefined) => {
    if (sentence === undefined) return;
    found.push({ topic, text: saying });
    notes.rests(`notes.${topic}`, saying, sentence);
  };
  const find = (isIt: (one: Sentence) => boolean) => sentences.find((one) => !one.struck && isIt(one));
  if (facts.propertiesToRepeat.length > 0) {
    found.push({ topic: 'client-push-properties', text: propertiesNote(facts.propertiesToRepeat) });
  }
  const inTaskSequence = find(
    (one) =>
      /(?<![A-Za-z])OSD(?![A-Za-z])/.test(one.text) &&
      /windows/i.test(one.text) &&
      !words.denies(one.folded) &&
      (one.text.match(/configmgr/gi)?.length ?? 0) > 1,
  );
  note(
    'task-sequence-step',
    'In a task sequence, install the client patch in the Setup Windows and ConfigMgr step. An Install Software step would stop the client service and the task sequence with it.',
    inTaskSequence,
  );
  for (const { kb: other } of facts.supersededBy) {
    note(
      'task-sequence-superseded',
      `If the task sequence installs the client update of KB${other}, this one is not needed, because it is part of that one.`,
      find(
        (one) =>
          one.folded.includes(other) && words.has(one.folded, 'client') && words.has(one.folded, 'not'),
      ),
    );
  }
  if ((facts.clientPatch?.properties.length ?? 0) > 0) {
    note(
      'package-id',
      'The ID in the path is that of the ConfigMgr client installation package, not that of the hotfix package. Type the quotation marks; do not type the angle brackets.',
      find((one) => /[\\/]OSD[\\/]{1,4}</i.test(one.text)),
    );
  }
  note(
    'drive',
    '_SMSTaskSequence is on the drive with the most free space. If that is not C:, change the drive. The variable _SMSTSMDataPath is not recommended, since drive letters in Windows PE may differ from those of the installed system.',
    find((one) => /_SMSTSMDataPath/i.test(one.plain)),
  );
  note(
    'unc',
    'Instead of the local cache, the path may be a UNC path to the client installation files, at their source or on a distribution point.',
    find((one) => /(?<![A-Za-z])UNC(?![A-Za-z])/.test(one.text)),
  );
  note(
    'file-name',
    'The name of the .msp may differ by locale: the line must have the name that is found in the folder.',
    find((one) => /(?<![\w-])\.msp(?![a-z])/i.test(one.text) && /hotfix[\\/]{1,4}kb\d/i.test(one.text)),
  );
  const { utility } = facts;
  if (
    utility?.program.adminRightsRequired &&
    utility.commandLine === utility.file &&
    utility.loggingCommandLine !== null
  ) {
    found.push({
      topic: 'utility',
      text: `${utility.file} takes no switches and must run with administrative rights; a file name as its argument sends its errors there.`,
    });
  }
  const lacking = facts.supersededBy.find(({ includesUtility }) => includesUtility === false);
  if (utility && lacking && kb !== null) {
    const extract = find(
      (one) => one.text.length <= 300 && /^msiexec(?:\.exe)? [/-]a .{1,200}targetdir/i.test(one.plain),
    );
    if (extract) {
      note(
        'utility-after-supersedence',
        `On a site with KB${lacking.kb}, extract ${utility.file} from this package: ${extract.plain}`,
        extract,
      );
    }
  }
  if (utility && inTaskSequence && kb !== null) {
    // Behind the step of the patch, the text has the hotfix and its utility in one sentence.
    const behind = sentences
      .slice(sentences.indexOf(inTaskSequence) + 1)
      .find(({ text: said }) => said.includes(kb) && nameKey(said).includes(nameKey(utility.file)));
    for (const one of utilityNotes) note('utility-task-sequence', one, behind);
  }
  return found;
}

/** How task sequences run the utility: `DependentProgram`, Install Software and Restart Computer. */
const utilityNotes = [
  'Capture (refresh, and the old computer in a replacement): Properties of the task sequence, tab Advanced, Run another program first: the package and program.',
  'Restore (refresh, a new computer, and the new computer in a replacement): also edit the task sequence and, after Setup Windows and ConfigMgr, add General, Install Software with the same package and program.',
  'After that step add General, Restart Computer: the currently installed default operating system, Notify the user before restarting cleared.',
] as const;

const propertiesNote = (names: readonly string[]): string =>
  `Give the properties for client push (${names.join(', ')} and the like) again when the hotfix is installed. Properties that are left out are removed from the configuration.`;
