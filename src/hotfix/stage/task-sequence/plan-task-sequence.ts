import { HotfixkitError, withFacts } from '../../../core/errors.js';
import { elementsNamed, type XmlElement } from '../../../formats/xml/parse-xml.js';
import { articleNumber } from '../article-number.js';
import { parsePackageId } from '../package-id.js';
import { checkLineLength, type PatchLocation, patchPaths } from '../patch-property.js';
import { checkKeptPath } from './check-kept-path.js';
import { type LeftOutPath, mergeInstallationProperties, patchesInLine } from './installation-properties.js';
import { installSoftwareStep, restartStep } from './new-steps.js';
import {
  escapeAttribute,
  escapeXml,
  StepTypes,
  type TaskSequence,
  type TaskSequenceStep,
  textOf,
  variableOf,
  variableOfProperty,
} from './task-sequence.js';

/** What the task sequence is to get. */
export interface TaskSequenceRequest {
  /** Patches in their order: paths below the client installation files, with `/`, or full Windows paths. */
  patches: readonly string[];
  /** Patches of the client installation files that the line does without. */
  leftOut?: readonly LeftOutPath[];
  /** Further patches for the same line: full Windows paths, or paths below the client installation files. */
  withPatches?: readonly string[];
  /** The ID of the client package; default: that of the step. An ID that differs from the step's is refused. */
  packageId?: string | null;
  /** Drive of the task sequence cache, `C:` where absent. */
  drive?: string;
  /** A folder with the client installation files, in place of the cache. */
  folder?: string | null;
  /** Whether a path is a file of the client source; without it, patches that the line names already are not looked for. */
  isInClientSource?: (path: string) => boolean;
  /** Other installation properties. */
  properties?: Readonly<Record<string, string>>;
  /** The utility to run after Setup Windows and ConfigMgr; null for none. */
  utility: {
    name: string;
    program: string;
    /** ID of its package; null if not known yet: then a sequence without a step that runs the utility is refused. */
    packageId: string | null;
  } | null;
  /** Name of the step to edit, where there are several. */
  step?: string | null;
}

/**
 * The purpose of the task sequence, by its steps: `refresh` keeps the state of a computer over its new system,
 * `replace-capture` takes it from the old computer, `install` puts a system on a new computer, with or without the
 * state of another.
 */
export type TaskSequenceScenario = 'refresh' | 'replace-capture' | 'install';

/** The edited task sequence, what was changed in it, and what is left to do. */
export interface TaskSequencePlan {
  scenario: TaskSequenceScenario;
  /** The edited document; unchanged if there was nothing to do. */
  text: string;
  /** The edits, one in each text; empty if there was nothing to do. */
  changes: string[];
  /** What remains to be done or noted. */
  notes: string[];
}

interface Edit {
  at: number;
  end: number;
  text: string;
}

/**
 * Edits an exported task sequence as the article of a client hotfix describes: the patch goes into the installation
 * properties of Setup Windows and ConfigMgr; behind that step the utility is run, then the computer restarts into the
 * installed system without a word to the user. A sequence that only captures (the old computer of a replacement) runs
 * the utility first and needs no more. Steps are known by their class, never by their name, which is translated. All
 * else stays as it is to the letter; doing it twice changes nothing.
 *
 * Throws `TASK_SEQUENCE_NO_STEP`, `TASK_SEQUENCE_AMBIGUOUS`, `STAGE_BAD_PACKAGE_ID` for an ID that is wrong or that is
 * needed and not given, `STAGE_BAD_LOCATION` for paths of patches that cannot be used, and `TASK_SEQUENCE_UNCLEAR` for
 * installation properties that cannot be understood, or name a patch that clients would not find.
 */
export function planTaskSequence(sequence: TaskSequence, request: TaskSequenceRequest): TaskSequencePlan {
  const utility = checkedUtility(request.utility);
  const edits: Edit[] = [];
  const captures = sequence.steps.some((step) => step.type === StepTypes.captureUserState && !step.disabled);
  const setup = setupStep(sequence, request.step ?? null, captures && utility !== null);
  const plan: TaskSequencePlan = {
    scenario: setup ? (captures ? 'refresh' : 'install') : 'replace-capture',
    text: sequence.text,
    changes: [],
    notes: [],
  };
  if (setup) {
    withFacts({ entry: setup.name }, () => editProperties(setup, request, edits, plan));
    if (utility) {
      addSteps(sequence, setup, utility, edits, plan);
      if (utility.packageId !== null) addReference(sequence, utility.packageId, edits, plan);
    }
  } else {
    plan.notes.push(
      'This task sequence captures and installs nothing: the old computer of a replacement. It needs no PATCH and no new step.',
    );
  }
  if (utility) runFirst(sequence, utility, edits, plan);
  plan.text = applyEdits(sequence.text, edits);
  return plan;
}

/** The utility with the ID of its package in capitals. */
function checkedUtility(utility: TaskSequenceRequest['utility']): TaskSequenceRequest['utility'] {
  if (utility === null || utility.packageId === null) return utility;
  return { ...utility, packageId: parsePackageId(utility.packageId, 'utility') };
}

/** The step to edit; null for a sequence that only captures, if the utility is to run there. */
function setupStep(
  { steps }: TaskSequence,
  wanted: string | null,
  mayCapture: boolean,
): TaskSequenceStep | null {
  const all = steps.filter((step) => step.type === StepTypes.setupWindows);
  const named =
    wanted === null ? all : all.filter((step) => step.name.toLowerCase() === wanted.toLowerCase());
  if (named.length === 0) {
    if (mayCapture && wanted === null) return null;
    throw new HotfixkitError(
      'TASK_SEQUENCE_NO_STEP',
      wanted === null
        ? 'this task sequence has no step Setup Windows and ConfigMgr: it installs no client that could be patched'
        : `no step Setup Windows and ConfigMgr is named ${JSON.stringify(wanted)}`,
      { expected: StepTypes.setupWindows, found: all.map(({ name }) => name).join(', ') || 'none' },
    );
  }
  const enabled = named.filter((step) => !step.disabled);
  const candidates = enabled.length > 0 ? enabled : named;
  if (candidates.length > 1) {
    throw new HotfixkitError(
      'TASK_SEQUENCE_AMBIGUOUS',
      `there are ${candidates.length} steps Setup Windows and ConfigMgr; name the one to edit (--step): ${candidates
        .map(({ name }) => JSON.stringify(name))
        .join(', ')}`,
      { found: candidates.length },
    );
  }
  return candidates[0]!;
}

function editProperties(
  setup: TaskSequenceStep,
  request: TaskSequenceRequest,
  edits: Edit[],
  plan: TaskSequencePlan,
): void {
  const variable = variableOf(setup, 'SMSClientInstallProperties');
  refuseSecond(setup, variable);
  const place = location(setup, request, plan);
  const patches = patchPaths(request.patches, place, request.withPatches);
  const { text, changes } = mergeInstallationProperties(
    textOf(variable).trim(),
    patches,
    request.properties,
    (request.leftOut ?? []).map(({ path, reason }) => ({ path: patchPaths([path], place)[0]!, reason })),
  );
  checkLineLength(text);
  const known = new Set(patches.map((path) => path.toUpperCase()));
  for (const path of patchesInLine(text)) {
    if (known.has(path.toUpperCase())) continue;
    checkKeptPath(path, {
      packageIds: place.kind === 'task-sequence' ? [place.packageId ?? ''] : clientPackages(setup),
      folder: request.folder ?? null,
      has: request.isInClientSource ?? null,
    });
    plan.notes.push(
      `${path} is not in i386\\hotfix of the client source: ${articleNumber(path) === null ? 'it stays at the start of PATCH' : 'the number of its article decides its place in PATCH'}. If other patches have files of it, the versions of these files should decide.`,
    );
  }
  if (setup.disabled) plan.notes.push(`The step ${JSON.stringify(setup.name)} is disabled.`);
  if (changes.length === 0) return;
  for (const one of changes.map((change) => `${setup.name}: ${change}`)) plan.changes.push(one);
  const content = escapeXml(text);
  if (variable) {
    edits.push(setContent(variable, content));
    return;
  }
  const added = `<variable name="SMSClientInstallProperties" property="ClientInstallProperties">${content}</variable>`;
  const list = setup.element.children.find(
    (child): child is XmlElement => typeof child !== 'string' && child.name === 'defaultVarList',
  );
  edits.push(list ? append(list, added) : append(setup.element, `<defaultVarList>${added}</defaultVarList>`));
}

function refuseSecond(setup: TaskSequenceStep, first: XmlElement | undefined): void {
  const name = 'SMSClientInstallProperties';
  const isSecond = (element: XmlElement): boolean =>
    element !== first && element.attributes.get('name')?.toLowerCase() === name.toLowerCase();
  if (![...elementsNamed(setup.element, 'variable')].some(isSecond)) return;
  throw new HotfixkitError(
    'TASK_SEQUENCE_UNCLEAR',
    `the step has the variable ${name} more than once: keep one, with all installation properties`,
  );
}

function location(
  setup: TaskSequenceStep,
  request: TaskSequenceRequest,
  plan: TaskSequencePlan,
): PatchLocation {
  if (request.folder) return { kind: 'folder', path: request.folder };
  const own = clientPackages(setup);
  const given = request.packageId ? parsePackageId(request.packageId) : null;
  if (given !== null && own.length > 0 && !own.includes(given)) {
    throw new HotfixkitError(
      'STAGE_BAD_PACKAGE_ID',
      `the step ${JSON.stringify(setup.name)} installs the client from package ${own.join(' or ')}, not ${given}; the path of the patch takes the ID of the client package`,
      { expected: own.join(', '), found: given },
    );
  }
  if (given === null && own.length > 1) {
    throw new HotfixkitError(
      'STAGE_BAD_PACKAGE_ID',
      `the step ${JSON.stringify(setup.name)} names several client packages, ${own.join(' and ')}; say which with --package-id`,
      { found: own.join(', ') },
    );
  }
  const packageId = given ?? (own.length === 0 ? null : parsePackageId(own[0]!));
  if (packageId === null) {
    throw new HotfixkitError(
      'STAGE_BAD_PACKAGE_ID',
      `the step ${JSON.stringify(setup.name)} names no client package; give its ID (--package-id)`,
    );
  }
  if (given === null) plan.notes.push(`The client package is ${packageId}, as the step says.`);
  return { kind: 'task-sequence', packageId, drive: request.drive };
}

/**
 * The IDs of client packages that a step names: in the variable of the setting, known by its name or by its property,
 * and in its command line, unless that takes the variable.
 */
function clientPackages(setup: TaskSequenceStep): string[] {
  const action = childElements(setup.element).find(({ name }) => name === 'action');
  const [, literal] = /\s\/(?:package|pkg):\s*"?([^\s"]+)/i.exec(textOf(action)) ?? [];
  const ids = [
    textOf(variableOf(setup, '_SMSClientPackageID')),
    textOf(variableOfProperty(setup, 'ClientPackageID')),
    literal === undefined || literal.includes('%') ? '' : literal,
  ];
  return [...new Set(ids.map((id) => id.trim().toUpperCase()).filter((id) => id !== ''))];
}

/** Adds the utility and the restart after the step, unless they exist. */
function addSteps(
  { steps, text }: TaskSequence,
  setup: TaskSequenceStep,
  utility: NonNullable<TaskSequenceRequest['utility']>,
  edits: Edit[],
  plan: TaskSequencePlan,
): void {
  const later = steps.slice(steps.indexOf(setup) + 1);
  const installed = later.find((step) => installs(step, utility));
  const layout = layoutBefore(text, setup.element);
  const restart = `${layout}${restartStep(`Restart after ${utility.name}`, setup.element, layout)}`;
  if (!installed) {
    const { packageId } = utility;
    if (packageId === null) {
      throw new HotfixkitError(
        'STAGE_BAD_PACKAGE_ID',
        `the new step that runs ${utility.name} needs the ID of the package of ${utility.name}: give --utility-package-id. If that package does not exist yet, stage without --task-sequence, create the package, then edit the task sequence`,
      );
    }
    const install = `${layout}${installSoftwareStep(`Run ${utility.name}`, { ...utility, packageId }, setup.element, layout)}`;
    const { end } = setup.element.span;
    edits.push({ at: end, end, text: install + restart });
    plan.changes.push(
      `new step "Run ${utility.name}" after ${setup.name}`,
      'new step Restart Computer after it: the installed default operating system, no notice to the user',
    );
    return;
  }
  fillInPackage(installed, utility, edits, plan);
  const next = steps[steps.indexOf(installed) + 1];
  if (next?.type === StepTypes.restart) return;
  const { end } = installed.element.span;
  edits.push({ at: end, end, text: restart });
  plan.changes.push(`new step Restart Computer after ${installed.name}`);
}

/** The package of a step that runs the utility and names no package yet, in its setting and in its command line. */
function fillInPackage(
  installed: TaskSequenceStep,
  utility: NonNullable<TaskSequenceRequest['utility']>,
  edits: Edit[],
  plan: TaskSequencePlan,
): void {
  const variable = variableOf(installed, 'PackageID');
  if (!variable || textOf(variable).trim() !== '') return;
  if (utility.packageId === null) {
    plan.notes.push(
      `The step ${JSON.stringify(installed.name)} names no package: --utility-package-id fills it in, or choose the package and the program of ${utility.name} in it.`,
    );
    return;
  }
  edits.push(setContent(variable, utility.packageId));
  const action = childElements(installed.element).find(({ name }) => name === 'action');
  const line = textOf(action);
  const filled = line.replace(/(\s\/pkg:)(?=\s|$)/i, `$1${utility.packageId}`);
  if (action && filled !== line) edits.push(setContent(action, escapeXml(filled)));
  plan.changes.push(`${installed.name}: package ${utility.packageId}`);
}

/** A sequence that lists the packages that its steps use lists that of the utility too. */
function addReference(
  { sequence, text }: TaskSequence,
  packageId: string,
  edits: Edit[],
  plan: TaskSequencePlan,
): void {
  const list = childElements(sequence).find(({ name }) => name === 'referenceList');
  if (!list) return;
  const references = childElements(list).filter(({ name }) => name === 'reference');
  const id = packageId.toUpperCase();
  if (references.some(({ attributes }) => attributes.get('package')?.trim().toUpperCase() === id)) return;
  const added = `<reference package="${escapeAttribute(packageId)}" />`;
  const last = references.at(-1);
  edits.push(
    last
      ? { at: last.span.end, end: last.span.end, text: layoutBefore(text, last) + added }
      : append(list, added),
  );
  plan.changes.push(`package ${packageId} in the list of packages that the sequence uses`);
}

function childElements({ children }: XmlElement): XmlElement[] {
  return children.filter((child): child is XmlElement => typeof child !== 'string');
}

function installs(step: TaskSequenceStep, utility: { name: string; packageId: string | null }): boolean {
  if (step.type !== StepTypes.installSoftware || step.disabled) return false;
  const packageId = textOf(variableOf(step, 'PackageID')).trim();
  if (packageId !== '' && utility.packageId !== null)
    return packageId.toUpperCase() === utility.packageId.toUpperCase();
  const name = utility.name.toLowerCase();
  return [step.name, textOf(variableOf(step, '_SMSSWDProgramName'))].some((text) =>
    text.toLowerCase().includes(name),
  );
}

/** "Run another program first" is a property of the package, not of its sequence. */
function runFirst(
  { root, text }: TaskSequence,
  utility: NonNullable<TaskSequenceRequest['utility']>,
  edits: Edit[],
  plan: TaskSequencePlan,
): void {
  const byHand = `Properties of the task sequence, tab Advanced, Run another program first: choose the package and the program ${utility.program}.`;
  const element = root.children.find(
    (child): child is XmlElement => typeof child !== 'string' && child.name === 'DependentProgram',
  );
  if (!element || utility.packageId === null) {
    plan.notes.push(
      element ? byHand : `${byHand} This file does not hold the properties of the task sequence.`,
    );
    return;
  }
  const wanted = `${utility.packageId};;${utility.program}`;
  const current = textOf(element).trim();
  if (current.toUpperCase() === wanted.toUpperCase()) return;
  if (current !== '') {
    plan.notes.push(`Another program runs first already (${current}). ${byHand}`);
    return;
  }
  const name = /^<([^\s/>]+)/.exec(text.slice(element.span.start))![1]!;
  edits.push({
    at: element.span.start,
    end: element.span.end,
    text: `<${name}>${escapeXml(wanted)}</${name}>`,
  });
  plan.changes.push(`Run another program first: ${wanted}`);
}

/** Replaces the content of an element; the tags stay. */
function setContent({ span }: XmlElement, content: string): Edit & { open?: true } {
  return {
    at: span.contentStart,
    end: span.contentEnd,
    text: content,
    ...(isEmpty(span) ? { open: true } : {}),
  };
}

function append(element: XmlElement, text: string): Edit & { open?: true } {
  const { contentEnd } = element.span;
  return { at: contentEnd, end: contentEnd, text, ...(isEmpty(element.span) ? { open: true } : {}) };
}

const isEmpty = (span: XmlElement['span']): boolean => span.contentStart === span.end;

function applyEdits(text: string, edits: readonly (Edit & { open?: true })[]): string {
  let result = text;
  for (const { at, end, text: put, open } of [...edits].sort((a, b) => b.at - a.at)) {
    let before = result.slice(0, at);
    let after = put;
    if (open) {
      // `<name …/>` becomes `<name …>put</name>`.
      const start = before.lastIndexOf('<');
      const name = /^<([^\s/>]+)/.exec(before.slice(start))![1]!;
      before = `${before.slice(0, -2).trimEnd()}>`;
      after = `${put}</${name}>`;
    }
    result = before + after + result.slice(end);
  }
  return result;
}

/** Line break and indentation in front of an element; empty where it does not start a line. */
function layoutBefore(text: string, { span }: XmlElement): string {
  return /(\r?\n)[ \t]*$/.exec(text.slice(0, span.start))?.[0] ?? '';
}
