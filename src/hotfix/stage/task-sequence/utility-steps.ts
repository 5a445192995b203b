import { HotfixkitError } from '../../../core/errors.js';
import type { XmlElement } from '../../../formats/xml/parse-xml.js';
import { installSoftwareStep, restartStep } from './new-steps.js';
import {
  escapeAttribute,
  escapeXml,
  StepTypes,
  type TaskSequence,
  type TaskSequenceStep,
  textOf,
  variableOf,
} from './task-sequence.js';
import { append, childElements, type Edit, layoutBefore, setContent } from './xml-edits.js';

/** The utility that a task sequence runs. */
export interface SequenceUtility {
  /** Name of its package: that of the file that the article names, without extension. */
  name: string;
  program: string;
  /** ID of its package; null if not known yet: then a sequence without a step that runs the utility is refused. */
  packageId: string | null;
}

/** What is said of the edits. */
interface SequenceNotes {
  changes: string[];
  notes: string[];
}

/** Adds the utility and the restart after the step, unless they exist. */
export function addSteps(
  { steps, text }: TaskSequence,
  setup: TaskSequenceStep,
  utility: SequenceUtility,
  edits: Edit[],
  plan: SequenceNotes,
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
  utility: SequenceUtility,
  edits: Edit[],
  plan: SequenceNotes,
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
export function addReference(
  { sequence, text }: TaskSequence,
  packageId: string,
  edits: Edit[],
  plan: SequenceNotes,
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
export function runFirst(
  { root, text }: TaskSequence,
  utility: SequenceUtility,
  edits: Edit[],
  plan: SequenceNotes,
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
