/** Part of a message that tells of an option of the command line: after a semicolon, or in brackets, or an alternative, or what to tell it. */
const optionPart =
  /(?:; |, or | \(|: (?=extract |give ))(?:(?!; |, or )[^()[\]"])*?(?<=[ (;])--[a-z](?:[^;()[\]" ]| (?!\[)|"[^"]*")*\)?/g;

/** A sentence that begins with an option. */
const optionSentence = /(?<=[.!] |^)--[a-z][^.]*\.\s*/g;

/** A message of the core as the page says it: without options, and without what the page does not do. */
export function pageText(message: string): string {
  return message
    .replaceAll(', nothing was staged', '')
    .replaceAll('run the same command again', 'check again')
    .replace(optionSentence, '')
    .replace(optionPart, '')
    .trimEnd();
}
