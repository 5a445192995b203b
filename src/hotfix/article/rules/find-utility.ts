import { nameKey } from '../../../core/name-key.js';
import type { UtilityFacts } from '../../manifest/hotfix-facts.js';
import { fileNameOfRow } from '../../manifest/row-name.js';
import { fold } from '../row-text.js';
import type { Sentence } from './article-sentences.js';
import { partsOfSentence } from './clauses.js';
import {
  deniesAct,
  isBeside,
  isDoubtful,
  isLeftOpen,
  isStated,
  onlyAside,
  quotedDenial,
} from './find-doubts.js';
import { commandOf, isCommand, MOST_NAMES, placesOf, stemOf } from './named-programs.js';
import { said as quoted, type RuleNotes, type RuleText } from './rule-text.js';
import { runOnClients } from './run-orders.js';

/** Programs that articles call tools, and that belong to Windows or install the client. */
const NO_UTILITY =
  /^(?:ccmsetup|setup|update|spuninst|msiexec|regedit|regedt32|reg|regsvr32|cmd|net|sc|wmic|wbemtest|ldp|mmc|iexplore|trace32|explorer|smsman|osdsetupwindows)$/;
/** Characters between the name of a program and the word for what it is. */
const NEAR = 30;
/** Which row is a utility that is to run on clients, and how, as far as an article says. */
export function findUtility(text: RuleText, notes: RuleNotes): UtilityFacts | null {
  const rows = new Map(
    text.sections
      .flatMap(({ files }) => files.map(({ name }) => fileNameOfRow(name)))
      .filter(
        (name) => /^[\w-][\w.+-]{0,100}\.(?:exe|cmd|bat)$/i.test(name) && !NO_UTILITY.test(stemOf(name)),
      )
      .map((name) => [name.toLowerCase(), name]),
  );
  const names = [...rows.keys()];
  const calling = text.sentences.filter(({ folded }) => text.words.hasInside(folded, 'utility'));
  refuseUnlisted(text, names, calling, notes);
  const spoken = names.length === 0 ? new Set<string>() : wordsOf(text.sentences);
  const candidates = names.filter((name) => spoken.has(stemOf(name)) || spoken.has(name));
  const called: { name: string; sentence: Sentence }[] = [];
  const aside: { name: string; sentence: Sentence }[] = [];
  let isDenied = false;
  for (const name of candidates.slice(0, MOST_NAMES)) {
    const sentences = calling.filter((one) => isCalledUtility(text, one.folded, stemOf(name)));
    const sound = sentences.find((one) => tells(text, one, stemOf(name)));
    const [beside] = sentences.filter((one) => isBeside(text, one));
    // Beside an instruction, articles say what the utility does not need and where it is not included.
    const denied = sound
      ? text.sentences.find((one) => isForbidden(text, one, stemOf(name)))
      : sentences.find((one) => isDoubtful(text, one));
    if (denied) {
      const message = `the article names the utility ${name} where it denies, avoids or strikes something: ${quotedDenial(text, denied)}`;
      notes.unclear('utility', message, denied);
      isDenied = true;
    } else if (sound) called.push({ name, sentence: sound });
    else if (beside) aside.push({ name, sentence: beside });
  }
  if (called.length === 0 && !isDenied) {
    called.push(...runOnClients(text, names));
    const [only] = aside;
    if (called.length === 0 && only)
      notes.unclear('utility', onlyAside(text, only.name, only.sentence), only.sentence);
  } else called.push(...aside);
  const [first, ...others] = called;
  if (first === undefined || isDenied) return null;
  if (others.length > 0) {
    notes.unclear(
      'utility',
      `the article calls several of its files utilities: ${called.map(({ name }) => name).join(', ')}`,
      others[0]!.sentence,
    );
    return null;
  }
  const onServer = onlyOnServers(text, stemOf(first.name));
  if (onServer) {
    notes.unclear(
      'utility',
      `the article tells to run ${first.name} on a server, and on no client: "${quoted(onServer)}"`,
      onServer,
    );
    return null;
  }
  const file = spelling(text.sentences, first.name) ?? rows.get(first.name)!;
  notes.rests('utility.file', file, first.sentence);
  return {
    file,
    installedFolder: installedFolder(text, notes),
    purpose: null,
    ...commands(text, file, notes),
    program: program(text, file, notes),
  };
}

/** The words of the text that may be names of programs. */
function wordsOf(sentences: readonly Sentence[]): Set<string> {
  const words = new Set<string>();
  for (const { folded } of sentences) {
    for (const word of folded.match(/[a-z0-9_+-]{1,100}(?:\.[a-z0-9_+-]{1,60})?/g) ?? []) {
      words.add(word);
      if (word.includes('.')) words.add(stemOf(word));
    }
  }
  return words;
}

function isCalledUtility({ words }: RuleText, folded: string, stem: string): boolean {
  return placesOf(folded, stem).some(
    ({ start, end }) =>
      words.has(folded.slice(Math.max(0, start - NEAR), start), 'utility') ||
      words.has(folded.slice(end, end + NEAR), 'utility'),
  );
}

/** Whether a sentence tells something about a program, and not only where or when something else is done. */
const tells = (text: RuleText, one: Sentence, stem: string): boolean =>
  text.judge.judge(one).is === 'said' &&
  partsOfSentence(text.words, one.folded).some(
    ({ text: part, isCondition }) => !isCondition && placesOf(part, stem).length > 0,
  );

/** The sentence that tells to run a program on a server, where none of them speaks of clients. */
function onlyOnServers({ sentences, words, judge }: RuleText, stem: string): Sentence | null {
  const orders = sentences.filter(
    (one) =>
      placesOf(one.folded, stem).length > 0 &&
      judge.judge(one).is === 'said' &&
      (words.has(one.folded, 'runThis') || words.has(one.folded, 'toBeRun')),
  );
  if (orders.some(({ folded }) => words.has(folded, 'client'))) return null;
  return orders.find(({ folded }) => words.has(folded, 'server')) ?? null;
}

/** Whether a sentence says that a program is not to be run. */
function isForbidden(text: RuleText, one: Sentence, stem: string): boolean {
  if (isBeside(text, one) || text.judge.judge(one).is === 'said') return false;
  return deniesAct(
    text,
    one,
    (clause) =>
      placesOf(clause, stem).length > 0 &&
      !text.words.has(clause, 'needless') &&
      !isNoBan(text, clause, stem),
  );
}

/**
 * "x.exe does not run on Windows 2000", "do not run x.exe on servers", "do not run x.exe before you install the hotfix", "x.exe should
 * not be interrupted": where, when and how it does not run.
 */
const isNoBan = ({ words }: RuleText, clause: string, stem: string): boolean =>
  (/ (?:servers?|more than once|twice)(?![a-z])/.test(clause) && !words.has(clause, 'client')) ||
  (/^ *(?:do not|don't) /.test(clause) &&
    / (?:before|until) (?:you|the|this|all|every|each) /.test(clause)) ||
  placesOf(clause, stem).some(({ end }) =>
    /^(?:\.exe|\.cmd|\.bat)?(?: (?:utility|tool|program))? (?:(?:does not|doesn't) (?:run|start|install) (?:on|in|with|under) |(?:should|must) not be (?:interrupted|stopped|closed|ended|cancelled|canceled) |is not (?:installed|included|copied) )/.test(
      clause.slice(end),
    ),
  );

/** The name as the text spells it most often, null where it has only the name without extension; names in tables are often written in another case. */
function spelling(sentences: readonly Sentence[], name: string): string | null {
  const counts = new Map<string, number>();
  for (const { plain } of sentences) {
    if (plain.length > 2000) continue;
    const at = nameKey(plain).indexOf(nameKey(name));
    if (at >= 0) {
      const spelled = plain.slice(at, at + name.length);
      counts.set(spelled, (counts.get(spelled) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** A utility that the article has a command line for, or speaks of as one of this hotfix, and that no table has. */
function refuseUnlisted(
  text: RuleText,
  names: readonly string[],
  calling: readonly Sentence[],
  notes: RuleNotes,
): void {
  const said = new Set(names);
  for (const { plain } of text.sentences) {
    for (const [name] of plain.matchAll(/[A-Za-z0-9_-]{2,60}\.exe(?![A-Za-z0-9])/gi)) {
      const lower = name.toLowerCase();
      if (said.has(lower) || said.size > MOST_NAMES) continue;
      said.add(lower);
      if (NO_UTILITY.test(stemOf(lower)) || (text.kb !== null && lower.includes(text.kb))) continue;
      const called = calling.filter((one) => isCalledUtility(text, one.folded, stemOf(lower)));
      if (called.length === 0) continue;
      const isHere =
        called.length > 1 ||
        called.some(
          ({ folded }) => (text.kb !== null && folded.includes(text.kb)) || text.words.has(folded, 'client'),
        ) ||
        text.sentences.some((one) => isCommand(one, lower));
      if (!isHere || called.every((one) => isBeside(text, one))) continue;
      notes.unclear(
        'utility',
        `the article calls ${name} a utility, and no table of it has that file`,
        called[0]!,
      );
    }
  }
}

const LOGS = /[\\/]{1,4}logs[\\/]{1,4}(kb\d{5,8})(?![A-Za-z0-9])/i;

function installedFolder({ sentences, kb }: RuleText, notes: RuleNotes): string | null {
  for (const sentence of sentences) {
    const article = LOGS.exec(sentence.text)?.[1];
    if (sentence.struck || article === undefined || (kb !== null && article.slice(2) !== kb)) continue;
    const folder = `<ConfigMgr>\\Logs\\${article.toUpperCase()}`;
    notes.rests('utility.installedFolder', folder, sentence);
    return folder;
  }
  return null;
}

interface CommandLine {
  command: string;
  sentence: Sentence;
}

const keyOf = ({ command }: CommandLine): string => command.toLowerCase();
const keysOf = (lines: readonly CommandLine[]): Set<string> => new Set(lines.map(keyOf));

/** Command lines of the program, each in a line of its own. */
function commands(
  text: RuleText,
  file: string,
  notes: RuleNotes,
): Pick<UtilityFacts, 'commandLine' | 'loggingCommandLine'> {
  const every = text.sentences.flatMap((sentence): CommandLine[] => {
    const command = commandOf(sentence, file);
    return command === null ? [] : [{ command, sentence }];
  });
  const told = every.filter(({ sentence }) => !isBeside(text, sentence));
  const denied = told.filter(({ sentence }) => isDoubtful(text, sentence));
  const deniedKeys = keysOf(denied);
  const lines = told.filter((one) => !deniedKeys.has(keyOf(one)));
  const doubt = doubtAbout(text, file, { every, denied, lines });
  if (doubt) {
    notes.unclear('utility.commandLine', doubt.message, doubt.sentence);
    return { commandLine: file, loggingCommandLine: null };
  }
  const [forbidden] = denied;
  if (forbidden && lines.length === 0) {
    const value = `${file} alone: the article has a command line for it that must not be used`;
    const { by } = text.judge.judge(forbidden.sentence);
    if (by !== forbidden.sentence) notes.rests('utility.commandLine', value, by);
  }
  const saidKeys = keysOf(told.filter(({ sentence }) => !isDoubtful(text, sentence)));
  const contradicted = denied.find((one) => saidKeys.has(keyOf(one)));
  if (contradicted && lines.length > 0) {
    const { command, sentence } = contradicted;
    const message = `the article has the command line ${command} and denies it elsewhere: ${quotedDenial(text, sentence)}`;
    notes.unclear('utility.commandLine', message, sentence);
  }
  return commandsOf(lines, file, notes);
}

/** Why no command line is taken: those of the article are denied, stand in no plain sentence, or inside of one. */
function doubtAbout(
  text: RuleText,
  file: string,
  { every, denied, lines }: Record<'every' | 'denied' | 'lines', readonly CommandLine[]>,
): { message: string; sentence: Sentence } | null {
  const keys = keysOf([...lines, ...denied]);
  const others = every.filter((one) => isBeside(text, one.sentence) && !keys.has(keyOf(one)));
  if (lines.length > 0) {
    const sentence = others.map((one) => one.sentence).find((one) => isLeftOpen(text, one));
    if (sentence === undefined) return null;
    const message = `the article has several command lines for ${file}: ${lines[0]!.command}, and one that it does not plainly tell to run: ${quotedDenial(text, sentence)}`;
    return { message, sentence };
  }
  const aside = others[0]?.sentence;
  // "Do not run x.exe /wipe" leaves "run the utility x.exe"; what only avoids or removes may mean either.
  const vague = denied.find(
    ({ sentence }) => !text.words.deniesPlainly(text.judge.judge(sentence).by.folded),
  )?.sentence;
  if (vague) {
    const message = `the article has a command line for ${file} only where it avoids, removes or takes back something: ${quotedDenial(text, vague)}`;
    return { message, sentence: vague };
  }
  if (aside) return { message: onlyAside(text, `a command line for ${file}`, aside), sentence: aside };
  const inside = text.sentences.find((one) => hasSwitches(text, one, file));
  if (inside === undefined) return null;
  const message = `the article has ${file} with switches inside a sentence, so that its command line is not certain: "${quoted(inside)}"`;
  return { message, sentence: inside };
}

/** The command line, and the one that writes a log; several are asked for. */
function commandsOf(
  lines: readonly CommandLine[],
  file: string,
  notes: RuleNotes,
): Pick<UtilityFacts, 'commandLine' | 'loggingCommandLine'> {
  const logging = lines.find(({ command }) => /\.(?:log|txt)"?$/i.test(command));
  if (logging) notes.rests('utility.loggingCommandLine', logging.command, logging.sentence);
  const others = lines.filter(({ command }) => command !== logging?.command);
  const distinct = [...new Map(others.map((one) => [keyOf(one), one])).values()];
  const [only] = distinct;
  const isUsable = distinct.length === 1 && !/[<>[\]{}]/.test(only!.command);
  if (isUsable) notes.rests('utility.commandLine', only!.command, only!.sentence);
  else if (only) {
    notes.unclear(
      'utility.commandLine',
      `the article has ${distinct.length === 1 ? 'a command line with a place to fill in' : 'several command lines'} for ${file}: ${distinct.map(({ command }) => command).join(' or ')}`,
      only.sentence,
    );
  }
  return { commandLine: isUsable ? only!.command : file, loggingCommandLine: logging?.command ?? null };
}

/** "Run x.exe /all on every client" */
const hasSwitches = (text: RuleText, one: Sentence, file: string): boolean =>
  isStated(text, one) &&
  placesOf(one.folded, stemOf(file)).some(({ end }) =>
    /^(?:\.exe|\.cmd|\.bat)? [/-][a-z]/.test(one.folded.slice(end)),
  );

/** Settings of the program are short entries of a list; one about rights may also name the utility. */
const LONGEST_SETTING = 100;

function program({ sentences, words }: RuleText, file: string, notes: RuleNotes): UtilityFacts['program'] {
  const stem = fold(stemOf(file));
  const find = (isIt: (one: Sentence) => boolean): Sentence | undefined => sentences.find(isIt);
  const isShort = ({ folded, struck }: Sentence): boolean => !struck && folded.length <= LONGEST_SETTING;
  const isSetting = (one: Sentence): boolean => isShort(one) && !words.has(one.folded, 'not');
  const hidden = find((one) => isSetting(one) && words.has(one.folded, 'hidden'));
  const minimized = find((one) => isSetting(one) && words.has(one.folded, 'minimized'));
  const always = find(
    (one) => isShort(one) && words.has(one.folded, 'loggedOn') && words.has(one.folded, 'whether'),
  );
  const rights = find(
    (one) =>
      !one.struck &&
      words.has(one.folded, 'administrator') &&
      (isShort(one) || placesOf(one.folded, stem).length > 0),
  );
  const run = hidden ? 'Hidden' : minimized ? 'Minimized' : null;
  if (run !== null) notes.rests('utility.program', `Run: ${run}`, (hidden ?? minimized)!);
  if (always) notes.rests('utility.program', 'whether or not a user is logged on', always);
  const adminRightsRequired = rights === undefined ? null : !words.has(rights.folded, 'not');
  if (rights) {
    notes.rests(
      'utility.program',
      `${adminRightsRequired ? 'with' : 'without'} administrative rights`,
      rights,
    );
  }
  return { run, canRunWhen: always ? 'AnyUserStatus' : null, adminRightsRequired };
}
