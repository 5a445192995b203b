import { SelfOpeningFile } from '../archive/self-opening-file.js';
import { Md5 } from '../core/md5.js';
import { checkHash, checkSize } from './file-check.js';
import type { OpenedSource } from './install/source-folder.js';
import type { FilePart, PackageFile, PackageFileFacts } from './package-content.js';

/**
 * The base of all package files: their facts and methods. The fields are those of
 * `PackageFileFacts`, which the compiler checks. They are assigned one by one because a large package has 100,000
 * files: `Object.assign` takes four times as long.
 */
export abstract class CheckedPackageFile extends SelfOpeningFile implements PackageFile {
  readonly key: string;
  readonly name: string;
  readonly targetPath: string | null;
  readonly sourcePath: string | null;
  readonly sourceShortPath: string | null;
  readonly size: number;
  readonly version: string | null;
  readonly language: string | null;
  readonly attributes: number | null;
  readonly component: string | null;
  readonly feature: string | null;
  readonly media: number | null;
  readonly cabinet: string | null;
  readonly selected: boolean;
  readonly md5: string | null;
  readonly readOnly: boolean;
  readonly isDelta: boolean;
  readonly patchTarget: string | null;
  readonly effort: number;
  declare readonly statedName?: string;

  constructor(facts: PackageFileFacts) {
    super();
    this.key = facts.key;
    this.name = facts.name;
    this.targetPath = facts.targetPath;
    this.sourcePath = facts.sourcePath;
    this.sourceShortPath = facts.sourceShortPath;
    this.size = facts.size;
    this.version = facts.version;
    this.language = facts.language;
    this.attributes = facts.attributes;
    this.component = facts.component;
    this.feature = facts.feature;
    this.media = facts.media;
    this.cabinet = facts.cabinet;
    this.selected = facts.selected;
    this.md5 = facts.md5;
    this.readOnly = facts.readOnly;
    this.isDelta = facts.isDelta ?? false;
    this.patchTarget = facts.patchTarget ?? null;
    this.effort = facts.effort ?? 1;
    if (facts.statedName !== undefined) this.statedName = facts.statedName;
  }

  openInPlace(): OpenedSource | null {
    return null;
  }

  /** The parts of this file alone, as its package checks and decodes it. */
  protected abstract parts(): Iterable<FilePart>;

  *pieces(): Generator<Uint8Array, void, void> {
    const label = this.targetPath ?? this.key;
    const md5 = this.md5 === null ? null : new Md5();
    let size = 0;
    for (const part of this.parts()) {
      if ('chunk' in part) {
        size += part.chunk.length;
        md5?.update(part.chunk);
        yield part.chunk;
      } else if (!part.isUnchecked) {
        const problem = checkSize(this, label, size) ?? (md5 && checkHash(this, label, md5.hex()));
        if (problem) throw problem;
      }
    }
  }
}
