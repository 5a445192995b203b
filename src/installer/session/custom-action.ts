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

/** Bits of CustomAction.Type above the base type (win32 docs, Msi/custom-action-in-script-execution-options). */
const BASE = 0x3f;
const IN_SCRIPT = 1024;
export const IGNORE_RESULT = 64;

/** Descriptions of what the base types run (win32 docs, Msi/summary-list-of-all-custom-action-types). */
const descriptions: Readonly<Record<number, string>> = {
  1: 'a DLL of the Binary table',
  2: 'a program of the Binary table',
  5: 'a script of the Binary table',
  6: 'a script of the Binary table',
  7: 'a nested installation',
  17: 'a DLL that is installed',
  18: 'a program that is installed',
  21: 'a script that is installed',
  22: 'a script that is installed',
  23: 'a nested installation',
  34: 'a command line in a folder of the product',
  37: 'a script in the table itself',
  38: 'a script in the table itself',
  39: 'a nested installation',
  50: 'a program that a property names',
  53: 'a script that a property holds',
  54: 'a script that a property holds',
};

export function customActionEffect({
  Type: type,
  Source: source,
  Target: target,
}: TableRow<'CustomAction'>): CustomActionEffect {
  const base = type & BASE;
  const deferred = (type & IN_SCRIPT) !== 0;
  if (!deferred && base === 51) return { kind: 'setProperty', property: source ?? '', value: target ?? '' };
  if (!deferred && base === 35) return { kind: 'setDirectory', directory: source ?? '', value: target ?? '' };
  if (!deferred && base === 19) return { kind: 'fail', message: target ?? '' };
  return { kind: 'code', description: descriptions[base] ?? `an action of type ${type}` };
}
