import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];
const inUse: (() => void)[] = [];

/** A new empty folder that is gone after the test, by `setup.ts`. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hotfixkit-test-'));
  made.push(folder);
  return folder;
}

/** Ends the use of a file in such a folder after the test: Windows removes no folder with an open file. */
export function closeBeforeRemoval(close: () => void): void {
  inUse.push(close);
}

export function removeTempFolders(): void {
  for (const close of inUse.splice(0)) close();
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Every file below a folder: relative path with `/` to content. */
export function readTree(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries
      .map((entry): [string, Buffer] => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path)];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
