import { statSync } from 'node:fs';
import { join } from 'node:path';
import { BufferSource, type ByteSource } from '../../core/byte-source.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { Database } from '../../msi/database.js';
import { readTransformTarget, type TransformTarget } from '../../msi/transform-validation.js';
import { FileSource } from '../../node/file-source.js';
import { Folder } from '../../node/folder.js';
import { microsoftJudge } from '../../package/node/microsoft-judge.js';
import { openPackage } from '../../package/open-package.js';
import type { PackageFile } from '../../package/package-content.js';
import { PatchPackage } from '../../package/patch/patch-package.js';
import { refuseTooMany } from '../../package/patch/patch-sequence.js';
import { judgeSource } from '../../package/signature/judge-file.js';
import type { SignatureJudge } from '../../package/signature/judged-signature.js';
import { type PackageSignature, packageSignature } from '../../package/signature/package-signatures.js';

/** Longest client patch that is read into memory, in bytes. */
const LIMIT = 256 * 1024 * 1024;

/** Where a patch of the `PATCH` line comes from: the run stages it, an option names it, or it lay in the client source. */
export type LineOrigin = 'staged' | 'given' | 'found';

/** A patch that the `PATCH` line may have. */
export interface LinePatch {
  /** Below the client source with `/`, or a full Windows path. */
  path: string;
  origin: LineOrigin;
  /** Null for one that cannot be read here. */
  patch: PatchPackage | null;
  /** Why the file is no patch; null for one that is, and for one that is not on this system. */
  problem: string | null;
  /** Null for what a package brings, whose signatures are judged with it, and for one that is not on this system. */
  signature: PackageSignature | null;
}

/** A patch that would be in the client source: its path there, with `/`. */
export interface PlannedPatch {
  path: string;
  bytes: Uint8Array;
}

/** Patches that are open, until they are closed. */
export class LinePatches {
  readonly patches: LinePatch[] = [];
  /** Links that were not followed, by which patches may be missing. */
  readonly warnings: Warning[] = [];
  readonly #judge: SignatureJudge;
  readonly #sources: { close(): void }[] = [];

  constructor(judge: SignatureJudge = microsoftJudge()) {
    this.#judge = judge;
  }

  /** Adds a patch of which the bytes are known; without them one that only clients have. */
  add(path: string, origin: LineOrigin, source: ByteSource | null): void {
    if (this.patches.some((other) => pathKey(other.path) === pathKey(path))) return;
    if (source === null) {
      this.patches.push({ path, origin, patch: null, problem: null, signature: null });
      return;
    }
    try {
      const patch = new PatchPackage(source, 'msp', { label: path });
      if (Database.open(patch.compoundFile.root).kind !== 'msp') {
        throw new HotfixkitError('PATCH_INVALID', 'its class identifier is not that of a patch');
      }
      // All that sequencing reads, so that errors come here.
      patch.transforms;
      patch.sequences;
      const signature =
        origin === 'staged' ? null : packageSignature('patch', path, judgeSource(source, this.#judge));
      this.patches.push({ path, origin, patch, problem: null, signature });
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
      this.patches.push({ path, origin, patch: null, problem: error.message, signature: null });
    }
  }

  /** Adds the patch that is staged, from its package. */
  addContent(path: string, file: PackageFile): void {
    const inPlace = file.openInPlace();
    if (inPlace) this.#sources.push(inPlace);
    const source = inPlace ?? (file.size <= LIMIT ? new BufferSource(file.bytes()) : null);
    this.add(path, 'staged', source);
  }

  /** Adds a patch that an option names; a full Windows path is one that only clients have. */
  addGiven(client: string, path: string): void {
    const found = new Folder(client, { isOutput: true }).find(path);
    if (found === null) this.add(path, 'given', null);
    else this.#addFile(client, found, 'given');
  }

  #addFile(client: string, path: string, origin: LineOrigin): void {
    const source = new FileSource(join(client, path), { isOutput: true });
    this.#sources.push(source);
    this.add(path, origin, source);
  }

  /** Adds a patch that an earlier package of the same dry run would have put into the client source. */
  addPlanned({ path, bytes }: PlannedPatch): void {
    this.add(path, 'found', new BufferSource(bytes));
  }

  /** Adds every `.msp` below `i386\hotfix` of a client source, sorted by path. */
  addFound(client: string): void {
    const folder = new Folder(client, { isOutput: true }).find('i386/hotfix');
    if (folder === null) return;
    const listed = new Folder(join(client, folder), { isOutput: true });
    const found = listed.files().filter(({ path }) => /\.msp$/i.test(path));
    for (const link of listed.linkPaths) {
      // Any other file is none of the line.
      if (!/\.msp$/i.test(link) && !isFolder(join(client, folder, link))) continue;
      if (this.patches.some(({ path }) => pathKey(path) === pathKey(`${folder}/${link}`))) continue;
      this.warnings.push({
        code: 'PATH_LINK',
        message:
          'this link is not followed, and the PATCH line does without the patches behind it: copy them there in place of the link',
        file: `${folder}/${link}`,
      });
    }
    // Each stays open until the line is made.
    refuseTooMany(this.patches.length + found.length);
    for (const { path } of found) this.#addFile(client, `${folder}/${path}`, 'found');
  }

  close(): void {
    for (const { patch } of this.patches) patch?.close();
    for (const source of this.#sources) source.close();
  }
}

/** The product that `i386\client.msi` of a client source is; null where there is none, or none that can be read. */
export function readClient(client: string): TransformTarget | null {
  const path = new Folder(client, { isOutput: true }).find('i386/client.msi');
  if (path === null) return null;
  try {
    const { content, close } = openPackage(join(client, path));
    try {
      return content.kind === 'msi' ? readTransformTarget(content.database) : null;
    } finally {
      close();
    }
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return null;
    throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Windows does not tell letter cases apart. */
function pathKey(path: string): string {
  return path.replaceAll('\\', '/').toUpperCase();
}
