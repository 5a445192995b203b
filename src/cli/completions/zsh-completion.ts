import { version } from '../../core/version.js';
import type { ArgumentDefinition, CommandDefinition, Takes } from '../definition.js';
import { endingFlags } from '../definitions/shared-options.js';
import { type CompletedOption, completedOptions, namesOf } from './completed-words.js';

/** For zsh 5; a file `_hotfixkit` in a folder of `fpath`, or read with `source` after `compinit`. */
export function zshCompletion(definitions: readonly CommandDefinition[]): string {
  const endings = Object.entries(endingFlags).map(
    ([name, { short, help }]) => `'(- *)'{-${short},--${name}}${quoted(`[${bracketed(help)}]`)}`,
  );
  return `#compdef hotfixkit
# zsh completion of hotfixkit ${version}, made by: hotfixkit completions zsh

_hotfixkit_commands() {
  local -a commands
  commands=(
${definitions.map(({ name, summary }) => `    ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  _describe -t commands command commands
}

_hotfixkit() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  _arguments -C \\
${[...endings, "'1: :_hotfixkit_commands'", "'*:: :->arguments'"].map((spec) => `    ${spec}`).join(' \\\n')}
  [[ $state == arguments ]] || return
  case $words[1] in
${definitions.map((definition) => commandCase(definition)).join('\n')}
  esac
}

if [[ $funcstack[1] == _hotfixkit ]]; then
  _hotfixkit "$@"
else
  compdef _hotfixkit hotfixkit
fi
`;
}

function commandCase(definition: CommandDefinition): string {
  const specs = [
    ...completedOptions(definition).map(optionSpec),
    ...Object.entries(definition.arguments).map(([name, argument], place) =>
      argumentSpec(name, argument, place),
    ),
  ];
  return [
    `    ${namesOf(definition).join('|')})`,
    `      _arguments -S \\`,
    `${specs.map((spec) => `        ${spec}`).join(' \\\n')}`,
    '      ;;',
  ].join('\n');
}

function optionSpec({ flags, definition }: CompletedOption): string {
  const { takes, value = 'value', repeats, help } = definition;
  const takesIt = flags.map((flag) => {
    if (takes === undefined) return flag;
    return flag.startsWith('--') ? `${flag}=` : `${flag}+`;
  });
  const action = takes === undefined ? '' : `:${value}:${actionOf(takes)}`;
  const names = takesIt.length > 1 ? `{${takesIt.join(',')}}` : takesIt[0]!;
  const others = repeats ? '*' : flags.length > 1 ? `(${flags.join(' ')})` : '';
  return `${others === '' ? '' : quoted(others)}${names}${quoted(`[${bracketed(help)}]${action}`)}`;
}

function argumentSpec(name: string, { takes, optional, repeats }: ArgumentDefinition, place: number): string {
  const which = repeats ? '*' : String(place + 1);
  // A message for text that may come again and again keeps options from being completed; an empty list does not.
  const action = repeats && takes === 'text' ? '()' : actionOf(takes);
  return quoted(`${which}:${optional && !repeats ? ':' : ''}${name}:${action}`);
}

function actionOf(takes: Takes): string {
  switch (takes) {
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'command':
      return '_hotfixkit_commands';
    case 'text':
    case 'number':
      return ' ';
    default:
      return `(${takes.join(' ')})`;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Text between the brackets of a specification. */
function bracketed(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&');
}
