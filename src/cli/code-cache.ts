import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';

/** Bytes at the end: the lengths of the code and of the source, and the checksum. */
const END = 12;
const CHECKSUM = 4;
/** Files that nobody has renewed for so long belong to versions that are gone. */
const OLD = 30 * 24 * 3600 * 1000;
const extension = '.code';
/** No link is followed, and no pipe waits for a writer. Windows has neither flag. */
const ONLY_FILES = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** What a command needs of the program. */
export interface KeptCode {
  /** The text of its modules, which is ASCII. */
  source: string;
  /** What V8 has made of it; null where that is not known yet. */
  code: Uint8Array | null;
  /** The names of the modules. */
  modules: readonly string[];
}

/**
 * Compiled code of the program, kept for its next start in a folder of the user. Such code is run as it is, so it is only
 * taken from a folder and a file that nobody else can write, and only whole. Nothing that fails here fails the run.
 */
export class CodeCache {
  readonly #folder: string;
  readonly #file: string;

  private constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#file = join(folder, `${name}${extension}`);
  }

  /** The code of `name` in a folder, which is made if need be; null where there can be none. */
  static in(folder: string, name: string): CodeCache | null {
    try {
      if (!statSync(folder, { throwIfNoEntry: false })) makePrivate(folder);
      const stats = lstatSync(folder);
      return stats.isDirectory() && isPrivate(stats) ? new CodeCache(folder, name) : null;
    } catch {
      return null;
    }
  }

  /** The code that was kept last, for {@link unpack}; null if there is none that can be trusted. */
  read(): Uint8Array | null {
    let descriptor: number | null = null;
    try {
      descriptor = openSync(this.#file, ONLY_FILES);
      const stats = fstatSync(descriptor);
      if (!stats.isFile() || !isPrivate(stats)) return null;
      const bytes = readFileSync(descriptor);
      return isWhole(bytes) ? bytes : null;
    } catch {
      return null;
    } finally {
      if (descriptor !== null) closeSync(descriptor);
    }
  }

  /** Whether code can be kept here. */
  canWrite(): boolean {
    try {
      accessSync(this.#folder, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  }

  /** Keeps code for the next start. Others that do so at the same time do no harm: the last one stays. */
  write(kept: KeptCode): void {
    const made = `${this.#file}.${process.pid}`;
    try {
      const descriptor = openSync(made, 'wx', 0o600);
      try {
        writeFileSync(descriptor, packed(kept));
        // After a power failure the name must not stand for pages that were never written.
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(made, this.#file);
      this.#removeOld();
    } catch {
      remove(made);
    }
  }

  #removeOld(): void {
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      if (!name.includes(extension)) continue;
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats && Date.now() - stats.mtimeMs > OLD) remove(path);
    }
  }
}

/** Makes it, and the one above it. Node's own `recursive` never comes back in `/proc`. */
function makePrivate(folder: string): void {
  const parent = dirname(folder);
  if (!statSync(parent, { throwIfNoEntry: false })) makeWithin(dirname(parent), parent);
  makeWithin(parent, folder);
}

/** Throws in the folder of another user: with `sudo`, what root made there would be in that user's way. */
function makeWithin(parent: string, folder: string): void {
  const user = process.getuid?.();
  if (user === 0 && statSync(parent).uid !== user) throw new Error(`${parent} belongs to another user`);
  mkdirSync(folder, { mode: 0o700 });
}

/** Whether only this user can have written it. Windows keeps the folders of a user from others. */
function isPrivate({ uid, mode }: Stats): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is not there, or stays.
  }
}

/**
 * The code, its source, the names of the modules, lengths, and the checksum of all of it: V8 does not check the code, which would
 * end the process where a bit is wrong.
 */
function packed({ source, code, modules }: KeptCode): Uint8Array {
  const text = Buffer.from(source, 'latin1');
  const end = Buffer.alloc(END);
  end.writeUInt32LE(code?.length ?? 0);
  end.writeUInt32LE(text.length, 4);
  const all = Buffer.concat([code ?? new Uint8Array(), text, Buffer.from(modules.join('\n')), end]);
  all.writeUInt32LE(crc32(all.subarray(0, -CHECKSUM)), all.length - CHECKSUM);
  return all;
}

function isWhole(bytes: Buffer): boolean {
  const end = bytes.length - END;
  if (end < 0 || crc32(bytes.subarray(0, -CHECKSUM)) !== bytes.readUInt32LE(bytes.length - CHECKSUM))
    return false;
  return bytes.readUInt32LE(end) + bytes.readUInt32LE(end + 4) <= end;
}

/** What {@link CodeCache.read} gave, in whichever thread. */
export function unpack(packed: Uint8Array): KeptCode {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const end = bytes.length - END;
  const source = bytes.readUInt32LE(end);
  const names = source + bytes.readUInt32LE(end + 4);
  return {
    code: source === 0 ? null : bytes.subarray(0, source),
    source: bytes.toString('latin1', source, names),
    modules: bytes.toString('utf8', names, end).split('\n'),
  };
}
