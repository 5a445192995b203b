import { throwIfAborted } from '../core/abort.js';
import { BufferSource, type ByteSource } from '../core/byte-source.js';
import type { HotfixkitError, Warning } from '../core/errors.js';
import { type FileFacts, readFileFacts } from '../formats/pe/file-facts.js';
import { FileFactsCollector } from '../formats/pe/file-facts-collector.js';
import { Hasher, type HashName, hashSource } from '../node/hash.js';
import { Turns } from '../node/turns.js';
import { refuseChangedSource } from './changed-source.js';
import { checkHash, checkSize, checkVersion } from './file-check.js';
import { KIND_HEAD, kindThatIsMissing } from './file-kind.js';
import { Progress, type WriteProgress } from './node/write-options.js';
import type { PackageContent, PackageFile } from './package-content.js';

/** Facts of a file from its content. */
export interface ContentFacts {
  /** Decoded bytes. */
  size: number;
  /** What the headers of an executable state; all null for other files. */
  executable: FileFacts;
  /** Lower-case hexadecimal digits, if requested. */
  sha256: string | null;
  /** Further digests that were asked for, in the same form. */
  digests?: Digests;
  /** Where the content is not what the package states of it: its size, its MD5, the version of an executable. */
  contradictions: readonly Warning[];
  /** What the file is by its name and not by its content: `compound file`; absent where it is. */
  missingKind?: string;
}

/** Digests by algorithm, in lower-case hexadecimal digits. */
export type Digests = Readonly<Partial<Record<HashName, string>>>;

/** Options of {@link readContentFacts}. */
export interface ContentFactsOptions {
  hash?: boolean;
  /** Whether content is compared with the MD5 that the package states, which takes longer than decoding it; default true. */
  compareHash?: boolean;
  /** Adds these to the SHA-256: bills of materials need the SHA-1, articles publish several. */
  digests?: readonly HashName[];
  onProgress?: (progress: WriteProgress) => void;
  signal?: AbortSignal;
}

/**
 * Decodes files without writing anything and collects their sizes, versions, platforms and, if requested, SHA-256.
 * Memory does not grow with the files. Throws what decoding throws.
 */
export async function readContentFacts(
  content: PackageContent,
  files: readonly PackageFile[],
  options: ContentFactsOptions = {},
): Promise<Map<PackageFile, ContentFacts>> {
  content.check(files);
  const facts = new Map<PackageFile, ContentFacts>();
  const passing: PackageFile[] = [];
  for (const file of files) {
    const source = file.openInPlace();
    if (!source) {
      passing.push(file);
      continue;
    }
    try {
      const sha256 = options.hash ? hashSource(source, 'sha256') : null;
      const digests = digestsBy(options, (name) => hashSource(source, name));
      const executable = readFileFacts(source);
      const contradictions = file.isUnchecked ? [] : contradictionsInPlace(file, source, executable, options);
      const head = source.read(0, Math.min(KIND_HEAD, source.size));
      // Its hash and its version would be those of two files.
      refuseChangedSource(source, file.targetPath ?? file.key);
      facts.set(file, {
        size: source.size,
        executable,
        sha256,
        ...digests,
        ...missingKind(file, head),
        contradictions,
      });
    } finally {
      source.close();
    }
  }
  const progress = new Progress(
    passing.map((file) => ({ file, path: file.key })),
    options,
  );
  const open = new Map<PackageFile, Passing>();
  const turns = new Turns();
  for (const part of content.decode(passing)) {
    let state = open.get(part.file);
    if (!state) {
      state = new Passing(part.file, options);
      open.set(part.file, state);
    }
    if ('chunk' in part) {
      state.write(part.chunk);
      progress.add(part.chunk.length);
    } else {
      const read = state.end() ?? readAgain(content, part.file, state.size, options);
      const contradictions = part.isUnchecked ? [] : state.contradictions(read.executable);
      facts.set(part.file, { ...read, contradictions });
      open.delete(part.file);
      progress.files++;
    }
    if (!turns.isOver) continue;
    progress.report();
    await turns.giveWay();
    throwIfAborted(options.signal);
  }
  return facts;
}

/** Extensions of data formats: not executables, so not decoded. */
const data =
  /\.(txt|rtf|htm|html|css|js|xml|xsl|xslt|xsd|json|ini|inf|cfg|config|manifest|policy|cat|cab|zip|7z|gz|msi|msp|msm|mst|chm|hlp|pdf|doc|docx|bmp|gif|jpg|jpeg|png|ico|svg|wav|avi|ttf|otf|c|cc|cpp|h|hpp|cs|vb|resx|sln|csproj|vbproj|vcproj|vcxproj|props|targets|lib|pdb|py|pl|ps1|psm1|bat|cmd|sql|md|mo|po|qm)$/i;

/** Whether the name and version suggest an executable; the content decides. */
export function mayBeExecutable(file: PackageFile): boolean {
  return !data.test(file.name) || (file.version !== null && /^\d+(\.\d+)*$/.test(file.version));
}

/** What a pass over the content gives. */
type ReadFacts = Omit<ContentFacts, 'contradictions'>;

function contradictionsInPlace(
  file: PackageFile,
  source: ByteSource,
  executable: FileFacts,
  { compareHash = true }: ContentFactsOptions,
): Warning[] {
  const md5 = compareHash ? (): string => hashSource(source, 'md5') : null;
  return contradictionsOf(file, source.size, md5, executable);
}

function contradictionsOf(
  file: PackageFile,
  size: number,
  md5: (() => string) | null,
  executable: FileFacts,
): Warning[] {
  const label = file.targetPath ?? file.key;
  const problems = [
    // Content of another size has another hash too.
    checkSize(file, label, size) ??
      (file.md5 === null || md5 === null ? null : checkHash(file, label, md5())),
    checkVersion(file, label, executable.version),
  ];
  return problems.flatMap((problem) => (problem === null ? [] : [asWarning(problem)]));
}

function missingKind(
  { name, statedName = name, isDelta }: PackageFile,
  head: Uint8Array,
): Pick<ContentFacts, 'missingKind'> {
  // What a delta makes is not known here.
  if (isDelta) return {};
  const missing = kindThatIsMissing(statedName, head);
  return missing === null ? {} : { missingKind: missing };
}

function asWarning({ code, message, facts }: HotfixkitError): Warning {
  return { code, message, ...facts };
}

function digestsBy(
  { digests = [] }: ContentFactsOptions,
  digest: (name: HashName) => string,
): Pick<ContentFacts, 'digests'> {
  if (digests.length === 0) return {};
  return { digests: Object.fromEntries(digests.map((name) => [name, digest(name)])) };
}

/** The digests beside the SHA-256, while the content passes. */
class Further {
  readonly #hashers: ReadonlyMap<HashName, Hasher>;

  constructor(names: readonly HashName[] = []) {
    this.#hashers = new Map(names.map((name) => [name, new Hasher(name)]));
  }

  update(chunk: Uint8Array): void {
    for (const hasher of this.#hashers.values()) hasher.update(chunk);
  }

  digests(): Pick<ContentFacts, 'digests'> {
    return digestsBy({ digests: [...this.#hashers.keys()] }, (name) => this.#hashers.get(name)!.hex());
  }
}

/** Collects the facts of a file while it is decoded. */
/** A digest of all that a source has, in lower-case hexadecimal digits. */
export function digestOf(source: ByteSource, name: HashName): string {
  return hashSource(source, name);
}

class Passing {
  readonly #collector: FileFactsCollector;
  readonly #hasher: Hasher | null;
  readonly #further: Further;
  readonly #md5: Hasher | null;
  readonly #file: PackageFile;
  readonly #stated: number;
  readonly #head: number[] = [];
  size = 0;

  constructor(
    file: PackageFile,
    { hash = false, digests, compareHash = true }: ContentFactsOptions,
    size = file.size,
  ) {
    this.#file = file;
    this.#stated = size;
    this.#collector = new FileFactsCollector(size);
    this.#hasher = hash ? new Hasher('sha256') : null;
    this.#further = new Further(digests);
    this.#md5 = file.md5 !== null && compareHash ? new Hasher('md5') : null;
  }

  write(chunk: Uint8Array): void {
    this.size += chunk.length;
    if (this.#head.length < KIND_HEAD) this.#head.push(...chunk.subarray(0, KIND_HEAD - this.#head.length));
    this.#collector.write(chunk);
    this.#hasher?.update(chunk);
    this.#further.update(chunk);
    this.#md5?.update(chunk);
  }

  /** After the last chunk. */
  contradictions(executable: FileFacts): Warning[] {
    return contradictionsOf(this.#file, this.size, this.#md5 && (() => this.#md5!.hex()), executable);
  }

  /** Null if one pass cannot read the executable, or its size differs from the package's. */
  end(): ReadFacts | null {
    if (this.size !== this.#stated) return null;
    const executable = this.#collector.finish();
    return (
      executable && {
        size: this.size,
        executable,
        sha256: this.#hasher?.hex() ?? null,
        ...this.#further.digests(),
        ...missingKind(this.#file, Uint8Array.from(this.#head)),
      }
    );
  }
}

/** Maximum size of an executable decoded again because it refers back to its version resource. */
const WHOLE_LIMIT = 64 * 1024 * 1024;

/** Decodes a file again, with its size known. */
function readAgain(
  content: PackageContent,
  file: PackageFile,
  actual: number,
  options: ContentFactsOptions,
): ReadFacts {
  if (actual !== file.size) {
    // The content decides, not the package's statement.
    const state = new Passing(file, options, actual);
    for (const part of content.decode([file])) {
      if (!('chunk' in part)) break;
      state.write(part.chunk);
    }
    const facts = state.end();
    if (facts) return facts;
  }
  const bytes = new Uint8Array(actual <= WHOLE_LIMIT ? actual : 0);
  const hasher = options.hash ? new Hasher('sha256') : null;
  const further = new Further(options.digests);
  let size = 0;
  for (const part of content.decode([file])) {
    if (!('chunk' in part)) break;
    if (size + part.chunk.length <= bytes.length) bytes.set(part.chunk, size);
    hasher?.update(part.chunk);
    further.update(part.chunk);
    size += part.chunk.length;
  }
  return {
    size,
    executable: readFileFacts(new BufferSource(bytes)),
    sha256: hasher?.hex() ?? null,
    ...further.digests(),
  };
}
