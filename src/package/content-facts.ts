import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfAborted } from '../core/abort.js';
import { BufferSource } from '../core/byte-source.js';
import { type FileFacts, readFileFacts } from '../formats/pe/file-facts.js';
import { FileFactsCollector } from '../formats/pe/file-facts-collector.js';
import { Hasher, hashSource } from '../node/hash.js';
import { Progress, type WriteProgress } from './node/write-options.js';
import type { PackageContent, PackageFile } from './package-content.js';

/** Milliseconds of work between progress reports and signal checks. */
const TURN = 40;

/** Facts of a file from its content. */
export interface ContentFacts {
  /** Decoded bytes. */
  size: number;
  /** What the headers of an executable state; all null for other files. */
  executable: FileFacts;
  /** Lower-case hexadecimal digits, if requested. */
  sha256: string | null;
}

/** Options of {@link readContentFacts}. */
export interface ContentFactsOptions {
  hash?: boolean;
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
      facts.set(file, { size: source.size, executable: readFileFacts(source), sha256 });
    } finally {
      source.close();
    }
  }
  const progress = new Progress(
    passing.map((file) => ({ file, path: file.key })),
    options,
  );
  const open = new Map<PackageFile, Passing>();
  let turn = performance.now() + TURN;
  for (const part of content.decode(passing)) {
    let state = open.get(part.file);
    if (!state) {
      state = new Passing(part.file.size, options.hash ?? false);
      open.set(part.file, state);
    }
    if ('chunk' in part) {
      state.write(part.chunk);
      progress.add(part.chunk.length);
    } else {
      facts.set(part.file, state.end() ?? readAgain(content, part.file, state.size, options));
      open.delete(part.file);
      progress.files++;
    }
    if (performance.now() < turn) continue;
    progress.report();
    await nextTurn();
    throwIfAborted(options.signal);
    turn = performance.now() + TURN;
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

/** Collects the facts of a file while it is decoded. */
class Passing {
  readonly #collector: FileFactsCollector;
  readonly #hasher: Hasher | null;
  readonly #stated: number;
  size = 0;

  constructor(size: number, hash: boolean) {
    this.#stated = size;
    this.#collector = new FileFactsCollector(size);
    this.#hasher = hash ? new Hasher('sha256') : null;
  }

  write(chunk: Uint8Array): void {
    this.size += chunk.length;
    this.#collector.write(chunk);
    this.#hasher?.update(chunk);
  }

  /** Null if one pass cannot read the executable, or its size differs from the package's. */
  end(): ContentFacts | null {
    if (this.size !== this.#stated) return null;
    const executable = this.#collector.finish();
    return executable && { size: this.size, executable, sha256: this.#hasher?.hex() ?? null };
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
): ContentFacts {
  if (actual !== file.size) {
    // The content decides, not the package's statement.
    const state = new Passing(actual, options.hash ?? false);
    for (const part of content.decode([file])) {
      if (!('chunk' in part)) break;
      state.write(part.chunk);
    }
    const facts = state.end();
    if (facts) return facts;
  }
  const bytes = new Uint8Array(actual <= WHOLE_LIMIT ? actual : 0);
  const hasher = options.hash ? new Hasher('sha256') : null;
  let size = 0;
  for (const part of content.decode([file])) {
    if (!('chunk' in part)) break;
    if (size + part.chunk.length <= bytes.length) bytes.set(part.chunk, size);
    hasher?.update(part.chunk);
    size += part.chunk.length;
  }
  return { size, executable: readFileFacts(new BufferSource(bytes)), sha256: hasher?.hex() ?? null };
}
