/** Commands that write the files of a package. */
const writers: readonly string[] = ['extract', 'msiexec', 'msiexec.exe', 'prepare', 'x'];

/** The words of a command line that may name a package whose files will be written. */
export function writtenPackages([command = '', ...words]: readonly string[]): readonly string[] {
  // One file goes to the standard output by itself.
  if (!writers.includes(command) || words.includes('--dry-run') || words.includes('-')) return [];
  return words.filter((word) => word !== '' && !word.startsWith('-'));
}
