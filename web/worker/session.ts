import type { ByteSource } from '../../src/core/byte-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import type { Database } from '../../src/msi/database.js';
import { openSource } from '../../src/package/open-source.js';
import type { OpenedPackage } from '../../src/package/opened-package.js';
import type { PackageFile } from '../../src/package/package-content.js';
import { openWith } from '../../src/package/patch/open-with.js';
import { judgeBy } from '../../src/package/signature/judge-file.js';
import type { SignatureJudge } from '../../src/package/signature/judged-signature.js';
import { trustMicrosoft } from '../../src/signature/bundled-trust.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import type { OpenRequest } from '../protocol.js';
import { besideFolder, openFile, pathKey, sharedNames } from './beside-folder.js';

/** The package that this worker has open. */
export class Session {
  readonly source: ByteSource;
  /** Null for what is no package, as a catalogue of signatures. */
  readonly opened: OpenedPackage | null;
  /** Why the package inside is not open, but the container around it. */
  readonly failure: HotfixkitError | null;
  readonly name: string;
  /** The name, with those of what is applied to it. */
  readonly title: string;
  /** The files of the rows that were listed last; null for those without content. */
  files: readonly (PackageFile | null)[] = [];
  #judge: SignatureJudge | null = null;

  constructor({ file, beside, inside, password, additions = [] }: OpenRequest) {
    this.name = file.name;
    this.title = [file, ...additions].map(({ name }) => name).join(' + ');
    this.source = openFile(file);
    const openWith = (way: readonly string[], shared?: ReadonlySet<string>): OpenedPackage =>
      openSource(this.source, {
        name: file.name,
        folder: besideFolder(beside, shared),
        inside: way,
        orContainer: true,
        orDamaged: true,
        ...(password === undefined ? {} : { password }),
      });
    const open = (way: readonly string[]): OpenedPackage => {
      const first = openWith(way);
      if (beside.length === 0) return first;
      // Only the open package says which names its files share.
      const shared = sharedNames([...first.content.files].map(({ sourcePath, key }) => sourcePath ?? key));
      if (!beside.some(({ path }) => shared.has(pathKey(path)))) return first;
      first.close();
      return openWith(way, shared);
    };
    let opened: OpenedPackage | null = null;
    let failure: HotfixkitError | null = null;
    try {
      opened = open(inside);
    } catch (error) {
      if (!isAboutContent(error) || inside.length > 0) throw error;
      failure = error;
      // Where the package inside cannot be opened, the container is still shown.
      try {
        opened = open(['']);
      } catch (further) {
        // The first error says more.
        if (!isAboutContent(further)) throw further;
      }
    }
    this.opened = opened && additions.length > 0 ? withAdditions(opened, additions) : opened;
    this.failure = failure;
  }

  /** The open package; throws where there is none. */
  get package(): OpenedPackage {
    if (this.opened) return this.opened;
    throw this.failure ?? new HotfixkitError('PACKAGE_NO_FILE', 'this is no package');
  }

  /** Throws where the package has none. */
  get database(): Database {
    const { content } = this.package;
    if ('database' in content) return content.database;
    throw new HotfixkitError('MSI_NOT_A_DATABASE', 'this package is not a database, so it has no tables');
  }

  /** Judges by the roots of Microsoft and the present time. */
  get judge(): SignatureJudge {
    this.#judge ??= judgeBy({ cryptography, trusted: trustMicrosoft(), at: Date.now() });
    return this.#judge;
  }

  /** The open package, to judge by what it holds; throws where that could not be opened and only what is around it is. */
  get whole(): OpenedPackage {
    if (this.failure) throw this.failure;
    return this.package;
  }

  fileAt(row: number): PackageFile {
    const file = this.files[row];
    if (file) return file;
    throw new HotfixkitError('PACKAGE_NO_FILE', 'the content of this file is not here');
  }

  close(): void {
    this.opened?.close();
  }
}

/** A product with the patches and transforms that were asked for. */
function withAdditions(product: OpenedPackage, additions: readonly File[]): OpenedPackage {
  return openWith(
    product,
    additions.map((file) => openSource(openFile(file), { name: file.name })),
    {},
  );
}

/** Whether a package inside is damaged; a password that is needed is another matter. */
function isAboutContent(error: unknown): error is HotfixkitError {
  return error instanceof HotfixkitError && error.kind === 'input' && !error.code.startsWith('ZIP_PASSWORD');
}
