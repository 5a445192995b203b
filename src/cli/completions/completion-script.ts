import type { CommandDefinition } from '../definition.js';
import type { completions } from '../definitions/completions.js';
import { bashCompletion } from './bash-completion.js';
import { fishCompletion } from './fish-completion.js';
import { powershellCompletion } from './powershell-completion.js';
import { zshCompletion } from './zsh-completion.js';

export type Shell = (typeof completions.arguments.shell.takes)[number];

const generators: Readonly<Record<Shell, (definitions: readonly CommandDefinition[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

/** A script for a shell that completes commands, options and what they take. */
export function completionScript(shell: Shell, definitions: readonly CommandDefinition[]): string {
  return generators[shell](definitions);
}
