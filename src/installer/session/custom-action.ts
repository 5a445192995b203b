import { CustomActionBit, customActionProgram } from '../../msi/custom-action-type.js';
import type { TableRow } from '../../msi/schema.js';

/** The effect of a custom action. No code of a package is ever run. */
export type CustomActionEffect =
  /** Type 51: the property Source gets the text Target. */
  | { kind: 'setProperty'; property: string; value: string }
  /** Type 35: the folder with the Directory key Source gets the path Target. */
  | { kind: 'setDirectory'; directory: string; value: string }
  /** Type 19: Target is shown, and the installation fails. */
  | { kind: 'fail'; message: string }
  /** It would run code. */
  | { kind: 'code'; description: string };

const BASE = 0x3f;
export const IGNORE_RESULT = CustomActionBit.ignoreResult;

export function customActionEffect({
  Type: type,
  Source: source,
  Target: target,
}: TableRow<'CustomAction'>): CustomActionEffect {
  const base = type & BASE;
  const deferred = (type & CustomActionBit.inScript) !== 0;
  if (!deferred && base === 51) return { kind: 'setProperty', property: source ?? '', value: target ?? '' };
  if (!deferred && base === 35) return { kind: 'setDirectory', directory: source ?? '', value: target ?? '' };
  if (!deferred && base === 19) return { kind: 'fail', message: target ?? '' };
  return { kind: 'code', description: customActionProgram(type) };
}
