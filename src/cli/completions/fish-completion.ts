import { version } from '../../core/version.js';
import type { CommandDefinition, Takes } from '../definition.js';
import { endingFlags } from '../definitions/shared-options.js';
import { completedOptions, namesOf } from './completed-words.js';

/** For fish 3 and later. */
export function fishCompletion(definitions: readonly CommandDefinition[]): string {
  const first = "-n 'test (count (commandline -opc)) -eq 1'";
  return `# fish completion of hotfixkit ${version}, made by: hotfixkit completions fish

# Whether the command is one of these.
function __hotfixkit_command
    set -l words (commandline -opc)
    set -q words[2]; and contains -- $words[2] $argv
end

complete -c hotfixkit -e
complete -c hotfixkit -f
${Object.entries(endingFlags)
  .map(
    ([name, { short, help }]) => `complete -c hotfixkit ${first} -s ${short} -l ${name} -d ${quoted(help)}`,
  )
  .join('\n')}
${definitions.map(({ name, summary }) => `complete -c hotfixkit ${first} -a ${name} -d ${quoted(summary)}`).join('\n')}
${definitions.flatMap((definition) => ['', ...commandLines(definition, definitions)]).join('\n')}
`;
}

function commandLines(definition: CommandDefinition, all: readonly CommandDefinition[]): string[] {
  const condition = `__hotfixkit_command ${namesOf(definition).join(' ')}`;
  const options = completedOptions(definition).map(({ flags, definition: { takes, help } }) => {
    const names = flags.map((flag) =>
      flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
    );
    const value = takes === undefined ? '' : takes === 'file' ? ' -r -F' : ` -x${offers(takes, all)}`;
    return `complete -c hotfixkit -n '${condition}' ${names.join(' ')}${value} -d ${quoted(help)}`;
  });
  const args = Object.values(definition.arguments).flatMap(({ takes, repeats }, place) => {
    const offered = takes === 'file' ? ' -F' : offers(takes, all);
    if (offered === '') return [];
    // Options before an argument are counted too: only words that can stand right behind the command are bound to it.
    const where =
      typeof takes === 'object' || takes === 'command'
        ? `; and test (count (commandline -opc)) -eq ${place + 2}`
        : '';
    const after =
      where === '' && place > 0 && !repeats ? `; and test (count (commandline -opc)) -ge ${place + 2}` : '';
    return [`complete -c hotfixkit -n '${condition}${where}${after}'${offered}`];
  });
  return [...options, ...args];
}

function offers(takes: Takes, all: readonly CommandDefinition[]): string {
  if (takes === 'folder') return " -a '(__fish_complete_directories)'";
  if (takes === 'command') return ` -a ${quoted(all.map(({ name }) => name).join(' '))}`;
  return typeof takes === 'object' ? ` -a ${quoted(takes.join(' '))}` : '';
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
