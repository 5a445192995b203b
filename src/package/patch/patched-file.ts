import { type FileOpener, InstallFile, type InstallFileFacts } from '../install/install-file.js';
import type { OpenedSource } from '../install/source-folder.js';
import type { FilePart } from '../package-content.js';
import type { PatchContent } from './apply-patches.js';

/** A file of the updated product and the source of its content. */
export class PatchedFile extends InstallFile {
  /** The file before the patches, which may be the same; null for a new one. */
  readonly before: InstallFile | null;
  /** The content in the patches, in their order; empty for a file that they do not change. */
  readonly contents: readonly PatchContent[];
  readonly #opener: FileOpener<PatchedFile>;

  constructor(
    facts: InstallFileFacts,
    origin: Pick<PatchedFile, 'before' | 'contents'>,
    opener: FileOpener<PatchedFile>,
  ) {
    super(facts);
    this.before = origin.before;
    this.contents = origin.contents;
    this.#opener = opener;
  }

  modified(): Date | null {
    return this.#opener.modified(this);
  }

  override openInPlace(): OpenedSource | null {
    return this.#opener.openInPlace(this);
  }

  protected *parts(): Generator<FilePart, void, void> {
    this.#opener.check([this]);
    yield* this.#opener.decode([this]);
  }
}
