import { HotfixkitError, withFacts } from '../../../core/errors.js';
import { elementsNamed, type XmlElement } from '../../../formats/xml/parse-xml.js';
import { articleNumber } from '../../../package/patch/article-number.js';
import { parsePackageId } from '../package-id.js';
import { checkLineLength, type PatchLocation, patchPaths } from '../patch-property.js';
import { checkKeptPath } from './check-kept-path.js';
import { type LeftOutPath, mergeInstallationProperties, patchesInLine } from './installation-properties.js';
import {
  escapeXml,
  StepTypes,
  type TaskSequence,
  type TaskSequenceStep,
  textOf,
  variableOf,
  variableOfProperty,
} from './task-sequence.js';
import { addReference, addSteps, runFirst, type SequenceUtility } from './utility-steps.js';
import { append, applyEdits, childElements, type Edit, setContent } from './xml-edits.js';

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
  utility: SequenceUtility | null;
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
