import { HotfixkitError } from '../../../core/errors.js';
import { elementsNamed, parseXml, type XmlElement } from '../../../formats/xml/parse-xml.js';

/** A step of a task sequence, as the export of ConfigMgr 2007 writes it. */
export interface TaskSequenceStep {
  readonly element: XmlElement;
  /** The class of the step (`SMS_TaskSequence_RebootAction`); empty for a plain command. */
  readonly type: string;
  /** As shown, in whatever language. */
  readonly name: string;
  readonly disabled: boolean;
}

export const StepTypes = {
  setupWindows: 'SMS_TaskSequence_SetupWindowsAndSMSAction',
  installSoftware: 'SMS_TaskSequence_InstallSoftwareAction',
  restart: 'SMS_TaskSequence_RebootAction',
  captureUserState: 'SMS_TaskSequence_CaptureUserStateAction',
} as const;

/** An exported task sequence: the whole package of one, or its bare `sequence` element. */
export class TaskSequence {
  readonly text: string;
  readonly root: XmlElement;
  /** The element `sequence`: the root, or inside it. */
  readonly sequence: XmlElement;
  readonly steps: readonly TaskSequenceStep[];

  private constructor(
    text: string,
    root: XmlElement,
    sequence: XmlElement,
    steps: readonly TaskSequenceStep[],
  ) {
    this.text = text;
    this.root = root;
    this.sequence = sequence;
    this.steps = steps;
  }

  /**
   * Throws `XML_NOT_WELL_FORMED`; `TASK_SEQUENCE_INVALID` for a document that is something else, or an export that keeps
   * its sequence as text inside (which this cannot edit).
   */
  static parse(text: string): TaskSequence {
    const root = parseXml(text);
    const sequence = root.name === 'sequence' ? root : elementsNamed(root, 'sequence').next().value;
    if (!sequence) {
      const asText = [...elementsNamed(root, 'SequenceData')].some((data) => /^\s*</.test(textOf(data)));
      throw new HotfixkitError(
        'TASK_SEQUENCE_INVALID',
        asText
          ? 'this export keeps its sequence as text, not as elements; export the task sequence from the console of ConfigMgr 2007'
          : 'this is not an exported task sequence: it has no <sequence>; export it from the console as XML',
        { expected: '<sequence>', found: `<${root.name}>` },
      );
    }
    const steps = [...elementsNamed(sequence, 'step')].map((element) => ({
      element,
      type: element.attributes.get('type') ?? '',
      name: element.attributes.get('name') ?? '',
      disabled: element.attributes.get('disable')?.toLowerCase() === 'true',
    }));
    return new TaskSequence(text, root, sequence, steps);
  }
}

/** The variable of a step that has its setting, if there is one. */
export function variableOf(step: TaskSequenceStep, name: string): XmlElement | undefined {
  return variableWith(step, 'name', name);
}

/** The variable of a step that holds a property of the step's class, if there is one. */
export function variableOfProperty(step: TaskSequenceStep, property: string): XmlElement | undefined {
  return variableWith(step, 'property', property);
}

function variableWith(
  step: TaskSequenceStep,
  attribute: 'name' | 'property',
  value: string,
): XmlElement | undefined {
  for (const variable of elementsNamed(step.element, 'variable')) {
    if (variable.attributes.get(attribute)?.toLowerCase() === value.toLowerCase()) return variable;
  }
  return undefined;
}

/** The text directly in an element. */
export function textOf(element: XmlElement | undefined): string {
  return element?.children.filter((child) => typeof child === 'string').join('') ?? '';
}

/** Text as the content of an element. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]!);
}

/** Text as an attribute's value between double quotes. */
export function escapeAttribute(text: string): string {
  return escapeXml(text).replaceAll('"', '&quot;');
}
