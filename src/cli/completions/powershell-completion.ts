import { version } from '../../core/version.js';
import type { CommandDefinition } from '../definition.js';
import { endingFlags } from '../definitions/shared-options.js';
import { completedOptions, namesOf, takesWord } from './completed-words.js';

/** For Windows PowerShell 5.1 and PowerShell 7. ASCII alone: the older one takes files for what the system's code page says. */
export function powershellCompletion(definitions: readonly CommandDefinition[]): string {
  const endings = Object.entries(endingFlags).map(
    ([name, { help }]) => `            ${quoted(`--${name}`)} = @('', ${quoted(help)})`,
  );
  return `# PowerShell completion of hotfixkit ${version}, made by: hotfixkit completions powershell

Register-ArgumentCompleter -Native -CommandName 'hotfixkit', 'hotfixkit.cmd', 'hotfixkit.ps1', 'hotfixkit.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $commands = [ordered]@{
${definitions.map(({ name, summary }) => `        ${quoted(name)} = ${quoted(summary)}`).join('\n')}
    }
    # What an option takes: file, folder, text, or words after an equals sign; nothing for a flag. Then what it does.
    $options = @{
        '' = [ordered]@{
${endings.join('\n')}
        }
${definitions.flatMap((definition) => optionTables(definition, definitions)).join('\n')}
    }
    # What the arguments take, by place; the last of some may be given again and again.
    $arguments = @{
${definitions.flatMap((definition) => argumentLines(definition, definitions)).join('\n')}
    }
    $repeating = @(${definitions
      .filter((definition) => Object.values(definition.arguments).some(({ repeats }) => repeats))
      .flatMap(namesOf)
      .map(quoted)
      .join(', ')})
    $passing = @(${definitions
      .filter(({ passThrough }) => passThrough)
      .flatMap(namesOf)
      .map(quoted)
      .join(', ')})

    $command = ''
    $takes = ''
    $place = 0
    $rest = $false
    foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
        if ($element.Extent.EndOffset -ge $cursorPosition) { break }
        $word = $element.Extent.Text
        if ($takes -ne '') { $takes = '' }
        elseif ($word -like '-*' -and -not $rest) {
            if ($options.ContainsKey($command) -and $options[$command].Contains($word)) { $takes = $options[$command][$word][0] }
        }
        elseif ($command -eq '') { $command = $word }
        else {
            $place++
            if ($passing -contains $command) { $rest = $true }
        }
    }
    if (-not $options.ContainsKey($command)) { return }
    if ($takes -eq '' -and $wordToComplete -like '-*' -and -not $rest) {
        foreach ($option in $options[$command].GetEnumerator()) {
            if ($option.Key.StartsWith($wordToComplete, [StringComparison]::OrdinalIgnoreCase)) {
                [System.Management.Automation.CompletionResult]::new($option.Key, $option.Key, 'ParameterName', $option.Value[1])
            }
        }
        return
    }
    if ($takes -eq '' -and $command -eq '') {
        foreach ($entry in $commands.GetEnumerator()) {
            if ($entry.Key.StartsWith($wordToComplete, [StringComparison]::OrdinalIgnoreCase)) {
                [System.Management.Automation.CompletionResult]::new($entry.Key, $entry.Key, 'ParameterValue', $entry.Value)
            }
        }
        return
    }
    if ($takes -eq '') {
        $all = $arguments[$command]
        if ($place -lt $all.Count) { $takes = $all[$place] }
        elseif ($repeating -contains $command) { $takes = $all[-1] }
    }
    # Where nothing is offered, PowerShell completes names of files by itself.
    if ($takes -like '=*') {
        foreach ($word in $takes.Substring(1).Split(' ')) {
            if ($word.StartsWith($wordToComplete, [StringComparison]::OrdinalIgnoreCase)) {
                [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $word)
            }
        }
    }
}
`;
}

function optionTables(definition: CommandDefinition, all: readonly CommandDefinition[]): string[] {
  const lines = completedOptions(definition).flatMap(({ flags, definition: { takes, help } }) =>
    flags.map((flag) => `            ${quoted(flag)} = @(${quoted(takesWord(takes, all))}, ${quoted(help)})`),
  );
  return namesOf(definition).flatMap((name) => [
    `        ${quoted(name)} = [ordered]@{`,
    ...lines,
    '        }',
  ]);
}

function argumentLines(definition: CommandDefinition, all: readonly CommandDefinition[]): string[] {
  const takes = Object.values(definition.arguments).map((argument) => quoted(takesWord(argument.takes, all)));
  return namesOf(definition).map((name) => `        ${quoted(name)} = @(${takes.join(', ')})`);
}

/** A string that nothing in it ends: PowerShell takes typographic quotes for plain ones. */
function quoted(text: string): string {
  const plain = text
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„]/g, '"')
    .replaceAll('…', '...');
  return `'${plain.replaceAll("'", "''")}'`;
}
