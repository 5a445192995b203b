import { HotfixkitError } from '../../core/errors.js';
import type { ClientPatchFacts, FactEvidence, HotfixFacts, UtilityFacts } from '../manifest/hotfix-facts.js';
import type { Manifest } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';

/** Staging rules that the user gives because an article does not say them, or says them wrong. */
export interface GivenRules {
  /** Name of the client patch, a file of the package. */
  clientPatch?: string;
  /** Its folder below the client installation files: `i386\hotfix\KB900001`. */
  hotfixFolder?: string;
  /** Name of the utility, a file of the package; `none` where the hotfix has none that clients run. */
  utility?: string;
  /** Command line of the utility. */
  utilityCommand?: string;
}

const options = {
  clientPatch: '--client-patch',
  hotfixFolder: '--hotfix-folder',
  utility: '--utility',
  utilityCommand: '--utility-command',
} as const;

/** The utility of a hotfix without one. */
const NO_UTILITY = 'none';

const givenBy = (option: keyof GivenRules): string => `given by ${options[option]}`;

/** Whether a rule of a manifest is one that the user gave. */
export function isGiven({ facts }: Manifest, option: keyof GivenRules): boolean {
  return facts?.evidence?.some(({ sentence }) => sentence === givenBy(option)) ?? false;
}

/**
 * A manifest with the staging rules that the user gives in place of its own. Warnings about what is given are left out: the question
 * that they ask is answered.
 *
 * @throws `USAGE` for a rule that cannot be one.
 * @example
 * import { readManifestOrArticle } from 'hotfixkit';
 * import { withGivenRules } from 'hotfixkit/stage';
 *
 * const manifest = withGivenRules(readManifestOrArticle('article.txt'), {
 *   clientPatch: 'client-kb900001.msp',
 *   hotfixFolder: 'i386\\hotfix\\KB900001',
 * });
 * console.log(manifest.facts?.clientPatch?.folder);
 */
export function withGivenRules(manifest: Manifest, given: GivenRules): Manifest {
  const { clientPatch, hotfixFolder, utility, utilityCommand } = given;
  if ([clientPatch, hotfixFolder, utility, utilityCommand].every((rule) => rule === undefined))
    return manifest;
  const facts: HotfixFacts = manifest.facts ?? noFacts();
  const evidence: FactEvidence[] = [...(facts.evidence ?? [])];
  const settled: string[] = [];
  const settle = (fact: string, option: keyof GivenRules, value: string) => {
    settled.push(fact);
    evidence.push({ fact, value, sentence: givenBy(option), line: null });
  };
  let patch: ClientPatchFacts | undefined = facts.clientPatch;
  if (clientPatch !== undefined || hotfixFolder !== undefined) {
    const own = patch ?? {
      folder: null,
      installedFolder: null,
      files: [],
      properties: [],
      packageName: null,
    };
    patch = { ...own };
    if (hotfixFolder !== undefined) {
      const folder = folderGiven(hotfixFolder);
      patch = { ...patch, folder, installedFolder: null, properties: [] };
      settle('clientPatch.folder', 'hotfixFolder', folder.replaceAll('/', '\\'));
    }
    if (clientPatch !== undefined) {
      const name = fileGiven(clientPatch, /\.msp$/i, 'clientPatch', 'a Windows Installer patch (.msp)');
      patch = { ...patch, files: filesNamed(manifest, name), properties: [] };
      settle('clientPatch.files', 'clientPatch', name);
    }
  }
  let program: UtilityFacts | undefined = facts.utility;
  if (utility?.trim().toLowerCase() === NO_UTILITY) {
    if (utilityCommand !== undefined) {
      throw new HotfixkitError(
        'USAGE',
        '--utility none leaves out the utility: give no --utility-command with it',
      );
    }
    program = undefined;
    settled.push('utility.commandLine');
    settle('utility', 'utility', NO_UTILITY);
  } else if (utility !== undefined) {
    const file = fileGiven(
      utility,
      /^[\w-][\w.+-]*\.(?:exe|cmd|bat)$/i,
      'utility',
      'a program (.exe, .cmd or .bat)',
    );
    const isSame = program?.file.toLowerCase() === file.toLowerCase();
    if (!isSame) program = utilityNamed(file);
    settle('utility', 'utility', file);
  }
  if (utilityCommand !== undefined) {
    if (program === undefined) {
      throw new HotfixkitError(
        'USAGE',
        '--utility-command needs a utility, and the article names none; give it with --utility FILE',
      );
    }
    const commandLine = commandGiven(utilityCommand, program.file);
    program = { ...program, commandLine };
    settle('utility.commandLine', 'utilityCommand', commandLine);
  }
  const { utility: _, ...others } = facts;
  return {
    ...manifest,
    warnings: manifest.warnings.filter(
      ({ code, structure = '' }) =>
        code !== 'ARTICLE_RULE_UNCLEAR' || !settled.some((fact) => structure === `facts.${fact}`),
    ),
    facts: {
      ...others,
      ...(patch ? { clientPatch: patch } : {}),
      ...(program ? { utility: program } : {}),
      evidence,
    },
  };
}

function noFacts(): HotfixFacts {
  return { appliesTo: [], replaces: [], supersededBy: [], related: [], packages: [], notes: [], sources: [] };
}

function utilityNamed(file: string): UtilityFacts {
  return {
    file,
    installedFolder: null,
    purpose: null,
    commandLine: file,
    loggingCommandLine: null,
    program: { run: null, canRunWhen: null, adminRightsRequired: null },
  };
}

/** The tables that have a row of this name; without any, the file is that of the hotfix as a whole. */
function filesNamed({ sections }: Manifest, name: string): ClientPatchFacts['files'] {
  const found = sections.filter(({ files }) =>
    files.some((file) => fileNameOfRow(file.name).toLowerCase() === name.toLowerCase()),
  );
  return found.length === 0 ? [{ product: null, name }] : found.map(({ product }) => ({ product, name }));
}

function fileGiven(text: string, form: RegExp, option: keyof GivenRules, what: string): string {
  const name = text.trim();
  if (name.length > 260 || /[\\/:"<>|?*\p{Cc}]/u.test(name) || !form.test(name)) {
    throw new HotfixkitError(
      'USAGE',
      `${options[option]} takes the name of ${what} in the package, without a folder`,
      { found: text.slice(0, 300) },
    );
  }
  return name;
}

function folderGiven(text: string): string {
  const folder = text
    .trim()
    .replaceAll('\\', '/')
    .replace(/^\.?\/{1,5}|\/{1,5}$/g, '');
  if (folder.length > 200 || !/^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/.test(folder)) {
    throw new HotfixkitError(
      'USAGE',
      '--hotfix-folder takes a folder below the client installation files, such as i386\\hotfix\\KB900001',
      { found: text.slice(0, 300) },
    );
  }
  return folder;
}

function commandGiven(text: string, file: string): string {
  const line = text.trim();
  const stem = file.toLowerCase().replace(/\.[^.]*$/, '');
  // `cmd /c x.exe` runs the utility too.
  if (
    !line
      .toLowerCase()
      .split(/[\s"'\\/=]/)
      .some((word) => word === stem || word === file.toLowerCase())
  ) {
    throw new HotfixkitError(
      'USAGE',
      `--utility-command must run the utility ${file}; another program is named with --utility FILE`,
      { expected: file, found: text.slice(0, 300) },
    );
  }
  if (line === '' || line.length > 127 || !/^[\x20-\x7e]*$/.test(line) || /[<>]/.test(line)) {
    throw new HotfixkitError(
      'USAGE',
      '--utility-command takes a command line of 1 to 127 plain characters, with everything filled in',
      { found: text.slice(0, 300) },
    );
  }
  return line;
}
