import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Broken } from './target.js';

/** A folder for the files of one case at a time. */
export class World {
  constructor(readonly root: string) {
    mkdirSync(root, { recursive: true });
  }

  path(name: string): string {
    return join(this.root, name);
  }

  /** Writes a file and gives its path. */
  write(name: string, bytes: Uint8Array | string): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return path;
  }

  /** A folder that is there and empty. */
  empty(name: string): string {
    const path = this.path(name);
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** A path where nothing is. */
  nothing(name: string): string {
    const path = this.path(name);
    rmSync(path, { recursive: true, force: true });
    return path;
  }

  /** Throws {@link Broken} where anything lies in the world but `expected`. */
  holdsOnly(...expected: readonly string[]): void {
    const others = readdirSync(this.root).filter((name) => !expected.includes(name));
    if (others.length > 0) {
      for (const name of others) rmSync(this.path(name), { recursive: true, force: true });
      throw new Broken('escape', `files beside the output folder: ${others.join(', ')}`);
    }
  }

  /** Throws {@link Broken} where a run left its working files in an output folder, or files though it failed. */
  isClean(folder: string, failed: boolean): void {
    const inside = existsSync(folder) ? readdirSync(folder) : [];
    const left = inside.filter((name) => name.startsWith('.hotfixkit'));
    if (left.length > 0) throw new Broken('leftover', left.join(', '));
    if (failed && inside.length > 0) throw new Broken('half-written', inside.join(', '));
  }
}
