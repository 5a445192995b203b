/** A path as it has to be typed, also for cmd.exe. */
export function quoted(path: string): string {
  return /[\s&()^;,='"]/.test(path) ? `"${path.replace(/(?<!\\)\\+$/, '$&$&')}"` : path;
}
