import { type HotfixFacts, restartText, type UtilityFacts } from '../manifest/hotfix-facts.js';
import type { Manifest } from '../manifest/manifest.js';
import { packageIdPlaceholder } from './package-id.js';

/** A step that a person still has to do. Steps are in their order. */
export interface NextStep {
  /** Stable name. */
  id:
    | 'site-servers'
    | 'client-push'
    | 'distribution-points'
    | 'task-sequence'
    | 'client-package'
    | 'utility-package'
    | 'utility-run';
  title: string;
  /** One or two sentences. */
  text: string;
  /** Texts to type or paste, each with a label; `missing` says what a text lacks before it can be used. */
  commands: { label: string; text: string; missing?: string }[];
  /** Clicks and notes, one in each text. */
  details: string[];
}

export interface NextStepsInput {
  manifest: Manifest;
  product: string | null;
  /** The text for client push, if other properties were given, and for the step of a task sequence. */
  installationProperties: { clientPush: string | null; taskSequence: string };
  packageId: string | null;
  /** File name of the hotfix package, if it is a Windows Installer package. */
  packageFile?: string | null;
  /** The path of the utility's package source, for people. */
  utilityFolder: string | null;
  /** Name of the package definition file in it. */
  definitionFile: string | null;
  /** The path of the client patch's package source, for people; null if none was requested. */
  hotfixFolder?: string | null;
}

const taskSequenceTopics = [
  'task-sequence-step',
  'package-id',
  'drive',
  'unc',
  'task-sequence-superseded',
] as const;

/** What to do after staging, from the facts of the article. */
export function nextSteps(input: NextStepsInput): NextStep[] {
  const { facts } = input.manifest;
  if (!facts) return [];
  const steps = [
    siteServers(input, facts),
    clientPush(input, facts),
    distributionPoints(input),
    taskSequence(
      input,
      taskSequenceTopics.flatMap((topic) => noteText(facts, topic) ?? []),
    ),
    clientPackage(input),
  ];
  if (facts.utility && input.utilityFolder !== null) {
    steps.push(utilityPackage(facts.utility, input.utilityFolder, input.definitionFile));
    steps.push(utilityRun(facts.utility, notesOf(facts, 'utility-task-sequence')));
  }
  return steps.filter((step): step is NextStep => step !== null);
}

/** The steps for a `PATCH` line without a manifest. */
export function lineSteps(packageId: string | null, taskSequenceText: string): NextStep[] {
  const input = { packageId, installationProperties: { clientPush: null, taskSequence: taskSequenceText } };
  return [distributionPoints(input), taskSequence(input, [])];
}

function siteServers({ product, packageFile }: NextStepsInput, facts: HotfixFacts): NextStep {
  const file = packageFile ?? facts.packages.find((one) => one.product === product)?.file;
  return {
    id: 'site-servers',
    title:
      product === null
        ? 'Install the hotfix on the site servers'
        : `Install the hotfix on the ${product} site servers`,
    text: 'The staged content is for clients only. Install the hotfix itself on every site server.',
    commands: file ? [{ label: 'On each site server', text: `msiexec.exe /i ${quoted(file)}` }] : [],
    details: [
      ...(facts.prerequisites ? [facts.prerequisites.summary] : []),
      ...(facts.restartRequired === undefined
        ? ['The article does not say whether a restart is required.']
        : [
            {
              required: 'A restart is required.',
              'may be required': 'A restart may be required.',
              'not required': 'No restart is required.',
            }[restartText(facts.restartRequired)]!,
          ]),
      ...facts.supersededBy.map(
        ({ kb }) => `KB${kb} supersedes this hotfix: do not install this one where KB${kb} is installed.`,
      ),
    ],
  };
}

function clientPush({ installationProperties }: NextStepsInput, facts: HotfixFacts): NextStep | null {
  const note = noteText(facts, 'client-push-properties');
  if (!note) return null;
  return {
    id: 'client-push',
    title: 'Give the client push properties again',
    text: note,
    commands: [
      installationProperties.clientPush === null
        ? {
            label: 'For example, if these were set',
            text: (facts.propertiesToRepeat ?? ['SMSSLP', 'FSP']).map(exampleOf).join(' '),
            missing: 'the values are missing',
          }
        : { label: 'Client push, tab Client', text: installationProperties.clientPush },
    ],
    details: [
      'Write them down before the hotfix is installed: Site Settings, Client Installation Methods, Client Push Installation, tab Client.',
    ],
  };
}

const servers: Readonly<Record<string, string>> = {
  SMSSLP: 'server locator point',
  SMSMP: 'management point',
  SMSSITECODE: 'site code',
  FSP: 'fallback status point',
};

const exampleOf = (property: string): string => `${property}=<${servers[property] ?? 'value'}>`;

function distributionPoints({ packageId }: Pick<NextStepsInput, 'packageId'>): NextStep {
  const which =
    packageId === null ? 'the ConfigMgr client package' : `the ConfigMgr client package ${packageId}`;
  return {
    id: 'distribution-points',
    title: 'Update the distribution points of the client package',
    text: `The client installation files have changed. Update every distribution point that holds ${which}.`,
    commands: [],
    details: [
      'Computer Management, Software Distribution, Packages, the client package: Update Distribution Points.',
    ],
  };
}

function taskSequence(
  { installationProperties, packageId }: Pick<NextStepsInput, 'installationProperties' | 'packageId'>,
  notes: readonly string[],
): NextStep {
  const line = installationProperties.taskSequence;
  const lacksId = packageId === null && line.includes(packageIdPlaceholder);
  return {
    id: 'task-sequence',
    title: 'Add the patch to the task sequence',
    text: 'Edit the task sequence, choose Setup Windows and ConfigMgr, and add this to the Installation properties. Then choose Apply or OK.',
    commands: [
      {
        label: 'Installation properties',
        text: line,
        ...(lacksId ? { missing: 'the ID of the client package is missing' } : {}),
      },
    ],
    details: [
      ...(lacksId
        ? [
            `The ID of the ConfigMgr client package was not given (--package-id). Replace ${packageIdPlaceholder} with it before you use this text.`,
          ]
        : []),
      ...notes,
    ],
  };
}

function clientPackage({ hotfixFolder }: NextStepsInput): NextStep | null {
  if (!hotfixFolder) return null;
  return {
    id: 'client-package',
    title: 'Deploy the patch to existing clients',
    text: 'New, Package From Definition: browse for the definition file, always obtain files from the source directory, put the package on the distribution points, advertise its program to the clients.',
    commands: [{ label: 'Source directory', text: hotfixFolder }],
    details: [
      'Do not run it in a task sequence: the patch stops the client service and with it the task sequence. Use the PATCH property there.',
    ],
  };
}

function utilityPackage(utility: UtilityFacts, folder: string, definition: string | null): NextStep {
  const { program } = utility;
  const user =
    program.canRunWhen &&
    {
      UserLoggedOn: 'only when a user is logged on',
      NoUserLoggedOn: 'only when no user is logged on',
      AnyUserStatus: 'whether or not a user is logged on',
    }[program.canRunWhen];
  const rights =
    program.adminRightsRequired === null
      ? null
      : program.adminRightsRequired
        ? 'with administrative rights'
        : 'with the rights of the user';
  const settings = [program.run && `Run: ${program.run}`, user, rights];
  const said = settings.filter((one) => one !== null);
  return {
    id: 'utility-package',
    title: `Make a package of ${utility.file}`,
    text:
      definition === null
        ? 'Create a package with one program and put it on the distribution points.'
        : 'New, Package From Definition: browse for the definition file, always obtain files from the source directory, then put the package on the distribution points.',
    commands: [
      { label: 'Source directory', text: folder },
      ...(definition === null ? [] : [{ label: 'Definition file', text: definition }]),
      { label: 'Command line of the program', text: utility.commandLine },
      ...(utility.loggingCommandLine === null
        ? []
        : [{ label: 'The same, errors to a file', text: utility.loggingCommandLine }]),
    ],
    details: [
      ...(said.length > 0 ? [`${said.join('; ')}.`.replace(/^./, (letter) => letter.toUpperCase())] : []),
      ...(said.length < settings.length
        ? [
            'The article does not say all settings of the program: check in the console how it runs (window, user, rights).',
          ]
        : []),
    ],
  };
}

function utilityRun(utility: UtilityFacts, said: readonly string[]): NextStep {
  return {
    id: 'utility-run',
    title: `Run ${utility.file} on existing clients`,
    text: 'Advertise the program to every existing client, and make the task sequences that need it run it.',
    commands: [],
    details:
      said.length > 0
        ? [...said]
        : [
            'In a task sequence that installs the client: after Setup Windows and ConfigMgr, add General, Install Software with the same package and program.',
            'In a task sequence that starts on an existing client: Properties, tab Advanced, Run another program first, if the article says that the program has to run before.',
          ],
  };
}

function noteText(facts: HotfixFacts, topic: string): string | undefined {
  return notesOf(facts, topic)[0];
}

function notesOf({ notes }: HotfixFacts, topic: string): string[] {
  return notes.filter((note) => note.topic === topic).map(({ text }) => text);
}

function quoted(file: string): string {
  return /^[\w.+-]+$/.test(file) ? file : `"${file}"`;
}
