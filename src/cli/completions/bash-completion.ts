import { version } from '../../core/version.js';
import type { CommandDefinition } from '../definition.js';
import { endingFlags } from '../definitions/shared-options.js';
import { completedOptions, namesOf, takesWord } from './completed-words.js';

/** For bash 3.2 and later; needs nothing else installed. */
export function bashCompletion(definitions: readonly CommandDefinition[]): string {
  const endings = Object.entries(endingFlags).flatMap(([name, { short }]) => [`-${short}`, `--${name}`]);
  return `# bash completion of hotfixkit ${version}, made by: hotfixkit completions bash

# What a command takes: file, folder, text, or words after an equals sign; nothing for a flag.
_hotfixkit_option() {
  case $1:$2 in
${definitions.flatMap((definition) => optionCases(definition, definitions)).join('\n')}
    *) takes= ;;
  esac
}

_hotfixkit_argument() {
  case $1:$2 in
${definitions.flatMap((definition) => argumentCases(definition, definitions)).join('\n')}
    *) takes=text ;;
  esac
}

_hotfixkit_options() {
  case $1 in
${definitions
  .map(
    (definition) =>
      `    ${namesOf(definition).join('|')}) takes='=${completedOptions(definition)
        .flatMap(({ flags }) => flags)
        .join(' ')}' ;;`,
  )
  .join('\n')}
    *) takes='=${endings.join(' ')}' ;;
  esac
}

_hotfixkit() {
  local IFS=$' \\t\\n' cur=\${COMP_WORDS[COMP_CWORD]} command= takes= place=0 rest= word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $takes ]]; then
      # --option=value comes as three words.
      [[ $word == '=' ]] || takes=
    elif [[ $word == -- ]]; then
      rest=1
    elif [[ $word == -* && -z $rest ]]; then
      _hotfixkit_option "$command" "$word"
    elif [[ -z $command ]]; then
      command=$word
    else
      place=$((place + 1))
      case $command in ${passThroughPattern(definitions)}) rest=1 ;; esac
    fi
  done
  if [[ -n $takes ]]; then
    [[ $cur != '=' ]] || cur=
  elif [[ $cur == -* && -z $rest ]]; then
    _hotfixkit_options "$command"
  elif [[ -z $command ]]; then
    takes='=${definitions.map(({ name }) => name).join(' ')}'
  else
    _hotfixkit_argument "$command" "$place"
  fi
  case $takes in
    # Where nothing is offered, readline completes names of files by itself.
    file) ;;
    folder) compopt +o default +o bashdefault -o dirnames 2>/dev/null ;;
    =*)
      compopt +o default +o bashdefault 2>/dev/null
      COMPREPLY=($(compgen -W "\${takes#=}" -- "$cur"))
      ;;
    *) compopt +o default +o bashdefault 2>/dev/null ;;
  esac
  return 0
}

complete -o bashdefault -o default -F _hotfixkit hotfixkit
`;
}

function optionCases(definition: CommandDefinition, all: readonly CommandDefinition[]): string[] {
  return completedOptions(definition).flatMap(({ flags, definition: option }) => {
    if (option.takes === undefined) return [];
    const patterns = namesOf(definition).flatMap((name) => flags.map((flag) => `${name}:${flag}`));
    return [`    ${patterns.join(' | ')}) takes='${takesWord(option.takes, all)}' ;;`];
  });
}

function argumentCases(definition: CommandDefinition, all: readonly CommandDefinition[]): string[] {
  return Object.values(definition.arguments).map(({ takes, repeats }, place) => {
    const patterns = namesOf(definition).map((name) => `${name}:${repeats ? '*' : place}`);
    return `    ${patterns.join(' | ')}) takes='${takesWord(takes, all)}' ;;`;
  });
}

function passThroughPattern(definitions: readonly CommandDefinition[]): string {
  return (
    definitions
      .filter(({ passThrough }) => passThrough)
      .flatMap(namesOf)
      .join('|') || "''"
  );
}
