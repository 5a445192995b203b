/** Whether a word is the program msiexec, with or without a folder and `.exe`. */
export function isMsiexecProgram(text: string): boolean {
  return /(?:^|[\\/])msiexec(?:\.exe)?$/i.test(text);
}
