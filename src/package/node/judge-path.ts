import { throwIfAborted } from '../../core/abort.js';
import { BufferSource, type ByteSource } from '../../core/byte-source.js';
import { addFacts, type ErrorCode, HotfixkitError } from '../../core/errors.js';
import { nameKey } from '../../core/name-key.js';
import { pathFilter } from '../../core/path-filter.js';
import { FileSource } from '../../node/file-source.js';
import { hashSource } from '../../node/hash.js';
import { beat } from '../../node/run-monitor.js';
import { Scratch } from '../../node/scratch.js';
import { type SignedFile, type VerifyOptions, verifySignatures } from '../../signature/signature-verifier.js';
import { isSignedName, mayCarrySignature, SIGNED_HEAD } from '../../signature/signed-kinds.js';
import { openPackage } from '../open-package.js';
import type { OpenedPackage, OpenPackageOptions } from '../opened-package.js';
import type { PackageContent, PackageFile } from '../package-content.js';
import type { InnerPackage } from '../package-search.js';
import { splitPackagePath } from './package-path.js';

/** Larger files within packages are kept on disk while they are judged. */
const LARGE = 64 * 2 ** 20;

/** Codes of files that nothing is in. */
const isNoPackage: ReadonlySet<ErrorCode> = new Set(['PACKAGE_UNKNOWN_KIND', 'CONTAINER_EMPTY']);

/** A file whose signatures are to be judged, and how. */
export interface JudgeRequest {
  /** A file on disk, or one in a package: `package.msi!file`. */
  path: string;
  /** Whether it was named, and not found in a folder: then it is judged whatever it is. */
  named: boolean;
  /** Whether the files in packages and containers are judged too. */
  inside: boolean;
  /** Whether the digests of the files are asked for. */
  hash?: boolean;
  /** How packages are opened. */
  open?: OpenPackageOptions;
}

/** A file that was judged. */
export interface JudgedFile extends SignedFile {
  path: string;
  /** SHA-256 of the whole file, with its signature, in lower-case hexadecimal; absent where it was not asked for. */
  sha256?: string;
}

/** What became of a {@link JudgeRequest}. */
export interface JudgedPath {
  files: readonly JudgedFile[];
  /** Files of kinds that carry no signature of their own, which were not judged. */
  others: number;
  /** Files whose structure cannot be read; other files of the same package were judged. */
  errors: readonly { path: string; error: HotfixkitError }[];
}

/**
 * Judges a file on disk, or in a package. Throws what opening and decoding throw, with the file.
 */
export function judgePath(request: JudgeRequest, options: VerifyOptions, signal?: AbortSignal): JudgedPath {
  const { path, inside } = splitPackagePath(request.path);
  const judge = new Judge(options, request.hash ?? false, signal);
  try {
    if (inside.length > 0 && inside.at(-1) !== '') judge.member(path, inside, request);
    else judge.file(path, request);
  } catch (error) {
    throw addFacts(error, { file: request.path });
  }
  return judge.result;
}

class Judge {
  readonly #options: VerifyOptions;
  readonly #hash: boolean;
  readonly #signal: AbortSignal | undefined;
  readonly #files: JudgedFile[] = [];
  readonly #errors: { path: string; error: HotfixkitError }[] = [];
  #others = 0;

  constructor(options: VerifyOptions, hash: boolean, signal: AbortSignal | undefined) {
    this.#options = options;
    this.#hash = hash;
    this.#signal = signal;
  }

  get result(): JudgedPath {
    return { files: this.#files, others: this.#others, errors: this.#errors };
  }

  file(path: string, request: JudgeRequest): void {
    const source = new FileSource(path);
    try {
      this.#judge(source, request.path, request.named);
    } finally {
      source.close();
    }
    this.#tryInside(path, request);
  }

  /** The file in a package that a path names: in what opens by itself, or in the container that it is in. */
  member(path: string, inside: readonly string[], request: JudgeRequest): void {
    const around = [path, ...inside.slice(0, -1)].join('!');
    const name = inside.at(-1)!;
    let missing: unknown = null;
    for (const tried of [`${around}!`, around]) {
      let opened: OpenedPackage;
      try {
        opened = openPackage(tried, { ...request.open, orContainer: true });
      } catch (error) {
        if (missing !== null || !(error instanceof HotfixkitError) || error.kind === 'environment')
          throw error;
        missing = error;
        continue;
      }
      try {
        const found = filesNamed(opened.content, name);
        if (found.length > 0) {
          this.#content(opened.content, found, around, true);
          this.#tryInside(request.path, request);
          return;
        }
        missing = null; // it is a package: it is the file that is not there
      } finally {
        opened.close();
      }
    }
    if (missing !== null) throw missing;
    throw new HotfixkitError('PACKAGE_NO_FILE', 'the package has no such file', { expected: name });
  }

  /** What cannot be opened is an error beside the verdict of the file itself. */
  #tryInside(path: string, request: JudgeRequest): void {
    if (!request.inside || this.#errors.length > 0) return;
    try {
      this.#inside(path, request);
    } catch (error) {
      this.#fail(path, error);
    }
  }

  #fail(path: string, error: unknown): void {
    if (!(error instanceof HotfixkitError) || error.code === 'ABORTED') throw error;
    addFacts(error, { file: path });
    this.#errors.push({ path, error });
  }

  /** What is in a package or container; nothing for other files. */
  #inside(path: string, { open, named }: JudgeRequest): void {
    let opened: OpenedPackage;
    try {
      opened = openPackage(path, { ...open, orContainer: true });
    } catch (error) {
      if (error instanceof HotfixkitError && isNoPackage.has(error.code)) return;
      throw error;
    }
    try {
      const { container, content } = opened;
      if (container) this.#container(path, container.inside(), open);
      else {
        // The files of an image lie beside its database, and the walk through the folder finds them.
        const packed = content.files.filter((file) => named || !('compressed' in file) || file.compressed);
        this.#content(content, packed, path, false);
      }
    } finally {
      opened.close();
    }
  }

  /** The files of a container, and what is in the packages and containers among them. */
  #container(path: string, inside: readonly InnerPackage[], open: OpenPackageOptions | undefined): void {
    this.#opened(`${path}!`, open, path);
    for (const { member, kind, container: inner, inside: further } of inside) {
      const place = `${path}!${member.path}`;
      if (inner) this.#container(place, further, open);
      else this.#opened(kind === 'cab' ? `${place}!` : place, open, place);
    }
  }

  #opened(path: string, open: OpenPackageOptions | undefined, place: string): void {
    const opened = openPackage(path, { ...open, orContainer: true });
    try {
      this.#content(opened.content, opened.content.files, place, false);
    } catch (error) {
      throw addFacts(error, { file: place });
    } finally {
      opened.close();
    }
  }

  /** Files of a package, decoded in one pass. A delta is no file of its own. */
  #content(content: PackageContent, files: readonly PackageFile[], place: string, named: boolean): void {
    const whole = files.filter(({ isDelta }) => !isDelta);
    this.#others += files.length - whole.length;
    content.check(whole);
    const open = new Map<PackageFile, Uint8Array[] | null>();
    const pathOf = (file: PackageFile): string => `${place}!${file.targetPath ?? file.key}`;
    const large: PackageFile[] = [];
    for (const part of content.decode(whole)) {
      throwIfAborted(this.#signal);
      beat();
      const { file } = part;
      const chunks = open.get(file);
      if ('chunk' in part) {
        if (chunks === null) continue;
        if (chunks) chunks.push(part.chunk.slice());
        else open.set(file, this.#isWanted(file, part.chunk, named, large) ? [part.chunk.slice()] : null);
        continue;
      }
      open.delete(file);
      if (chunks === null) continue;
      if (!chunks && !this.#isWanted(file, new Uint8Array(0), named, large)) continue;
      this.#judge(new BufferSource(joined(chunks ?? [])), pathOf(file), named);
    }
    for (const file of large) {
      const scratch = new Scratch(0);
      try {
        this.#judge(scratch.store(file.pieces(), file.size), pathOf(file), named);
      } finally {
        scratch.close();
      }
    }
  }

  /** Whether the rest of a file is kept. Others are counted; large ones are read again later. */
  #isWanted(file: PackageFile, first: Uint8Array, named: boolean, large: PackageFile[]): boolean {
    const isTold = first.length >= SIGNED_HEAD || first.length >= file.size;
    if (isTold && !this.#isJudged(file.name, first, named)) {
      this.#others++;
      return false;
    }
    if (file.size <= LARGE) return true;
    large.push(file);
    return false;
  }

  /** With catalogues every file may be signed. A first piece that is too short to tell is taken for one that may be. */
  #isJudged(path: string, head: Uint8Array, named: boolean): boolean {
    const hasCatalogs = (this.#options.catalogs ?? []).length > 0;
    return named || hasCatalogs || isSignedName(path) || mayCarrySignature(head);
  }

  #judge(source: ByteSource, path: string, named: boolean): void {
    throwIfAborted(this.#signal);
    const head = source.read(0, Math.min(SIGNED_HEAD, source.size));
    if (!this.#isJudged(path, head, named)) {
      this.#others++;
      return;
    }
    try {
      const file = verifySignatures(source, this.#options);
      if (file.kind === null && !this.#isJudged(path, new Uint8Array(0), named)) this.#others++;
      else
        this.#files.push({ path, ...file, ...(this.#hash ? { sha256: hashSource(source, 'sha256') } : {}) });
    } catch (error) {
      this.#fail(path, error);
    }
  }
}

function filesNamed(content: PackageContent, name: string): PackageFile[] {
  const wanted = nameKey(name.replaceAll('\\', '/'));
  const pathOf = (file: PackageFile): string => (file.targetPath ?? file.key).replaceAll('\\', '/');
  const exact = content.files.filter(
    (file) => nameKey(pathOf(file)) === wanted || nameKey(file.key) === wanted,
  );
  if (exact.length > 0) return exact;
  const byName = content.files.filter((file) => nameKey(file.name) === wanted);
  if (byName.length > 0) return byName;
  const fits = pathFilter([name]);
  return content.files.filter((file) => fits(pathOf(file)));
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
