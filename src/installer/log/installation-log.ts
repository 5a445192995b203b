import type { MessageKind } from './installer-messages.js';

/**
 * How an action ended (win32 docs, Msi/logging-of-action-return-values): 0 there is no such action, 1 done, 2 the user
 * stopped it, 3 failed, 4 suspended, 5 done and nothing behind it is to be run.
 */
export type ActionReturnValue = 0 | 1 | 2 | 3 | 4 | 5;

/** Arguments of an operation in their order: `['FileSize', 1024]`; a nameless empty one is written as nothing. */
export type OperationArguments = readonly (readonly [name: string, value: string | number] | null)[];

/** The events of an installation, in the terms of Windows Installer's log. */
export type InstallationEvent =
  /** A package is about to be opened. `commandLine`: the properties as they were typed. */
  | { type: 'engineStart'; package: string; action: string; commandLine: string }
  /**
   * The package is open. `hidden`: properties whose values stay out of every log (MsiHiddenProperties); `texts`: the
   * package's own messages by number (Error table) and the texts of its actions (ActionText table).
   */
  | {
      type: 'product';
      name: string;
      version: string;
      language: string;
      manufacturer: string;
      hidden: readonly string[];
      messages: ReadonlyMap<number, string>;
      actions: ReadonlyMap<string, { description: string | null; template: string | null }>;
    }
  /** The run is over. */
  | { type: 'engineEnd'; exitCode: number }
  /** The sequence comes to an action. */
  | { type: 'actionStart'; action: string }
  | { type: 'actionEnd'; action: string; returnValue: ActionReturnValue }
  /** An action that is not run: its condition is false, or (`because`) for another reason. */
  | { type: 'actionSkipped'; action: string; because?: string }
  /** One step of an action: the fields [1] … of the action's template in the ActionText table. */
  | {
      type: 'actionData';
      action: string;
      fields: readonly (string | number | null)[];
      template?: string | null;
    }
  /** `Executing op: FileCopy(SourceName=…,…)` */
  | { type: 'operation'; name: string; arguments: OperationArguments }
  /** The value of a property changed during the installation; null means no value. */
  | { type: 'propertyChange'; name: string; from: string | null; to: string | null }
  /** All properties with a value, at the end of the run. */
  | { type: 'properties'; values: Iterable<readonly [name: string, value: string]> }
  /**
   * A message with its number: the fields are [2], [3] … of its template, which is the package's own or else Windows
   * Installer's. `kind` overrides what the number implies.
   */
  | {
      type: 'message';
      number: number;
      fields: readonly (string | number | null)[];
      kind?: MessageKind;
    }
  /** A line without a message number; `verbose` lines are for the flag v only. */
  | { type: 'info'; text: string; verbose?: boolean };

/** Receives the events of an installation. Must not throw: a log that cannot be written reports that at the end. */
export type InstallationLog = (event: InstallationEvent) => void;

/** A log that discards everything. */
export const nullInstallationLog: InstallationLog = () => undefined;

/** Several listeners: a log and what is shown on a terminal. */
export function joinInstallationLogs(...logs: readonly InstallationLog[]): InstallationLog {
  return (event) => {
    for (const log of logs) log(event);
  };
}
