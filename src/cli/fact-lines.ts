import { type HotfixFacts, restartText, type UtilityFacts } from '../hotfix/manifest/hotfix-facts.js';
import type { Manifest } from '../hotfix/manifest/manifest.js';
import type { PartialEntry } from '../hotfix/manifest/partial-entries.js';
import type { Context } from './context.js';

/** Sentences that are shown for one fact; the JSON has all. */
const MOST_SENTENCES = 3;
/** Characters of a sentence that are shown. */
const LONGEST_SENTENCE = 200;

/** What a manifest says for staging, each fact with the sentences that it rests on. */
export function factLines(context: Context, { facts, warnings }: Manifest): string[] {
  if (!facts) return [];
  const quotes = (...keys: string[]): string[] =>
    (facts.evidence ?? [])
      .filter(({ fact }) => keys.includes(fact))
      .slice(0, MOST_SENTENCES)
      .map(({ sentence, line }) => {
        const text =
          sentence.length > LONGEST_SENTENCE ? `${sentence.slice(0, LONGEST_SENTENCE)} …` : sentence;
        return `    ${context.paint('dim', `${line === null ? '' : `line ${line}: `}${text}`)}`;
      });
  const isSaid = (key: string): boolean =>
    facts.evidence === undefined || facts.evidence.some(({ fact }) => fact === key);
  const misprint = warnings.find(({ code }) => code === 'MANIFEST_MISPRINT');
  const lines = [
    ...patchLines(facts, quotes),
    ...utilityLines(facts.utility, quotes),
    ...(facts.propertiesToRepeat
      ? [`  Give again     ${facts.propertiesToRepeat.join(', ')}`, ...quotes('propertiesToRepeat')]
      : []),
    ...(facts.prerequisites
      ? [`  Prerequisites  ${facts.prerequisites.summary}`, ...quotes('prerequisites')]
      : []),
    ...(facts.restartRequired === undefined
      ? []
      : [`  Restart        ${restartText(facts.restartRequired)}`, ...quotes('restartRequired')]),
    ...(isSaid('replaces')
      ? [
          `  Replaces       ${facts.replaces.length === 0 ? 'nothing' : facts.replaces.map((kb) => `KB${kb}`).join(', ')}`,
          ...quotes('replaces'),
        ]
      : []),
    ...facts.supersededBy.map(({ kb }) => `  Superseded by  KB${kb}`),
    ...(facts.supersededBy.length === 0 ? [] : quotes('supersededBy', 'supersededBy.includesUtility')),
    ...(misprint ? [`    ${misprint.message}`] : []),
  ];
  return lines.length === 0 ? [] : ['', 'Staging', ...lines];
}

function patchLines({ clientPatch }: HotfixFacts, quotes: (...keys: string[]) => string[]): string[] {
  if (!clientPatch) return [];
  return [
    ...(clientPatch.files.length === 0 ? ['  Client patch   not stated (--client-patch FILE)'] : []),
    ...clientPatch.files.map(
      ({ name, product }) => `  Client patch   ${name}${product === null ? '' : ` (${product})`}`,
    ),
    ...quotes('clientPatch.files'),
    clientPatch.folder === null
      ? '  Folder         not stated (--hotfix-folder DIR)'
      : `  Folder         ${clientPatch.folder.replaceAll('/', '\\')}`,
    ...quotes('clientPatch.folder'),
  ];
}

const when = {
  UserLoggedOn: 'only when a user is logged on',
  NoUserLoggedOn: 'only when no user is logged on',
  AnyUserStatus: 'whether or not a user is logged on',
} as const;

function utilityLines(utility: UtilityFacts | undefined, quotes: (...keys: string[]) => string[]): string[] {
  if (!utility) return [];
  const { run, canRunWhen, adminRightsRequired } = utility.program;
  const settings = [
    ...(run === null ? [] : [run]),
    ...(canRunWhen === null ? [] : [when[canRunWhen]]),
    ...(adminRightsRequired === null
      ? []
      : [adminRightsRequired ? 'with administrative rights' : 'with the rights of the user']),
  ];
  return [
    `  Utility        ${utility.file}`,
    ...quotes('utility', 'utility.file'),
    `  Command        ${utility.commandLine}${utility.loggingCommandLine === null ? '' : ` (errors to a file: ${utility.loggingCommandLine})`}`,
    ...quotes('utility.commandLine', 'utility.loggingCommandLine'),
    `  Runs           ${settings.length === 0 ? 'not stated' : settings.join(', ')}`,
    ...quotes('utility.program'),
  ];
}

/** What a partial entry says. */
export function partialLines(context: Context, entry: PartialEntry): string[] {
  const line = (label: string, value: string | undefined): string[] =>
    value === undefined || value === '' ? [] : [`  ${label.padEnd(15)}${value}`];
  return [
    context.paint('bold', `KB${entry.kb}: ${entry.title ?? 'title not known'}`),
    context.paint('yellow', 'Partial: no file table, so nothing can be verified against this entry.'),
    '',
    ...line('Products', entry.products.join(', ')),
    ...line('Client patch', { true: 'yes', false: 'no', null: 'not known' }[String(entry.clientPatch)]),
    ...entry.clientPatchFiles.flatMap((name) => line('', name)),
    ...entry.packages.flatMap(({ file, note }) =>
      line('Package', `${file}${note === undefined ? '' : ` (${note})`}`),
    ),
    ...line('Prerequisite', entry.prerequisite),
    ...line('Restart', entry.restartRequired === undefined ? undefined : restartText(entry.restartRequired)),
    ...line('For', entry.roles?.join(', ')),
    ...line('Not for', entry.rolesNot?.join(', ')),
    ...(entry.supersedes ?? []).flatMap(({ kb, note }) => line('Supersedes', `KB${kb}: ${note}`)),
    ...line('Includes', entry.includes?.map((kb) => `KB${kb}`).join(', ')),
    ...line('Included in', entry.includedIn === undefined ? undefined : `KB${entry.includedIn}`),
    ...line('Fixed in', entry.fixedIn),
    ...line(
      'Symptom',
      entry.symptom === undefined ? undefined : `${entry.symptom.log}: ${entry.symptom.message}`,
    ),
    ...entry.versions.flatMap(({ name, version, basis }) =>
      line('Version', `${[name, version].filter((part) => part !== null).join(' ')} (${basis})`),
    ),
    ...entry.notes.flatMap((note) => line('Note', note)),
    ...entry.sources.flatMap(({ title }) => line('Source', title)),
    '',
    `To verify or stage it, save its article and give it: --manifest FILE`,
  ];
}
