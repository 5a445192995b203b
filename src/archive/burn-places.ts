import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { pathKey } from '../core/safe-path.js';
import { type CabinetFile, isFile } from '../formats/cab/cabinet-folder.js';
import type { CabinetSet } from '../formats/cab/cabinet-set.js';
import type { NeighbourFile, OpenRequest } from './archive-format.js';
import type { BundleContainerDescription, BundlePlace } from './bundle-description.js';
import { burnPathKey } from './burn-layout.js';
import type { BurnContainer, BurnManifest, BurnPayload } from './burn-manifest.js';
import type { BurnSection } from './burn-section.js';
import { openCabinet } from './cabinet-container.js';
import { hashNameOf, PayloadCheck } from './payload-check.js';
import { isLimit } from './unpack-budget.js';
import type { WarningList } from './warning-list.js';

/** Maximum of containers. Those beside the bundle stay open; the section holds 116 attached ones. */
const MOST_CONTAINERS = 256;

/** A container of a bundle. */
export interface OpenedBurnContainer {
  readonly description: BundleContainerDescription;
  /** Null if missing or unreadable. */
  readonly set: CabinetSet | null;
  readonly files: ReadonlyMap<string, CabinetFile>;
  /** Throws if the whole container differs from the manifest; for files without their own hash. */
  readonly checkWhole: (() => void) | null;
  /** Whether the manifest states a hash of a known kind for the whole container. */
  readonly hasHash: boolean;
}

/** Where a payload is. */
export interface BurnPlace {
  readonly place: BundlePlace;
  readonly container: OpenedBurnContainer | null;
  /** Its file in the cabinet of the container. */
  readonly packed: CabinetFile | null;
  /** The payload's own file beside the bundle. */
  readonly beside: NeighbourFile | null;
}

/** Opens the containers of a bundle and locates each payload. Warns of each missing one. */
export class BurnPlaces {
  readonly containers: readonly OpenedBurnContainer[];
  readonly of: ReadonlyMap<BurnPayload, BurnPlace>;
  readonly #request: OpenRequest;
  readonly #section: BurnSection;
  readonly #warnings: WarningList;
  /** One object for each file, so that a file with many names is recognised as one. */
  readonly #found = new Map<string, NeighbourFile | 'link' | null>();

  constructor(request: OpenRequest, section: BurnSection, manifest: BurnManifest, warnings: WarningList) {
    this.#request = request;
    this.#section = section;
    this.#warnings = warnings;
    if (manifest.containers.length > MOST_CONTAINERS) {
      throw new HotfixkitError('CONTAINER_TOO_MANY', `more than ${MOST_CONTAINERS} containers in a bundle`, {
        expected: `${MOST_CONTAINERS} at most`,
        found: manifest.containers.length,
      });
    }
    const counts = new Map<string | null, number>();
    for (const { container } of manifest.payloads) counts.set(container, (counts.get(container) ?? 0) + 1);
    const byId = new Map(
      manifest.containers.map((one) => {
        const payloads = counts.get(one.id) ?? 0;
        const opened =
          one.attachedIndex === null
            ? this.#openDetached(one, payloads)
            : this.#openAttached(section, one.attachedIndex, one, payloads);
        return [one.id, opened];
      }),
    );
    const stated = new Set(manifest.containers.map((one) => one.attachedIndex));
    const others = section.attached.flatMap((part, i) =>
      part.size === 0 || stated.has(i + 1) ? [] : [this.#openAttached(section, i + 1, null, 0)],
    );
    this.containers = [...byId.values(), ...others];
    this.of = new Map(
      manifest.payloads.map((payload): [BurnPayload, BurnPlace] => [
        payload,
        this.#place(payload, byId, others),
      ]),
    );
  }

  #place(
    payload: BurnPayload,
    byId: ReadonlyMap<string, OpenedBurnContainer>,
    others: readonly OpenedBurnContainer[],
  ): BurnPlace {
    const { filePath, sourcePath } = payload;
    const container =
      payload.container === null && !payload.external
        ? (others.find((one) => one.files.has(sourcePath)) ?? null)
        : (byId.get(payload.container ?? '') ?? null);
    if (payload.external && container === null) {
      return { place: 'external', container, packed: null, beside: this.#findPayload(payload) };
    }
    const packed = filePath === '' ? null : (container?.files.get(sourcePath) ?? null);
    if (packed === null && (container === null || container.set)) {
      this.#warnings.add('lost', {
        code: 'PACKAGE_NO_FILE',
        message:
          container === null
            ? "the bundle's manifest does not say which container has it"
            : `the container ${container.description.id} of the bundle does not have it`,
        entry: slashed(filePath),
      });
    }
    return {
      place: container?.description.attached === false ? 'detached' : 'attached',
      container,
      packed,
      beside: null,
    };
  }

  #openAttached(
    section: BurnSection,
    index: number,
    stated: BurnContainer | null,
    payloads: number,
  ): OpenedBurnContainer {
    const part = section.attached[index - 1];
    const id = stated?.id ?? '';
    const size = part?.size ?? stated?.size ?? null;
    const description = { id, attached: true, file: null, size, downloadUrl: stated?.downloadUrl ?? null };
    if (part?.isThere && part.size > 0) {
      const source = new SliceSource(this.#request.source, part.offset, part.size);
      const set = this.#openCabinet(source, `attached container ${index}`, stated);
      const name = id === '' ? `attached container ${index}` : id;
      return this.#opened({ ...description, present: set !== null }, set, source, name, stated);
    }
    const what = `the attached container with ${payloads > 0 ? plural(payloads, 'payload') : 'packages'}`;
    // The error of a bundle that is cut says it already.
    if (section.cut) return absent(description);
    this.#warnings.add('container', {
      code: 'PACKAGE_NO_CABINET',
      message: section.attached.some((one) => one.isThere)
        ? `the file ends where ${what} begins: the download is incomplete; download it again`
        : `this is the engine of the bundle alone, as Windows keeps it in its package cache: ${what} was cut off; get the whole bundle`,
      entry: id,
      ...(size === null ? {} : { expected: `${size} bytes` }),
      found: '0 bytes',
    });
    return absent(description);
  }

  #openDetached(stated: BurnContainer, payloads: number): OpenedBurnContainer {
    const file = slashed(stated.filePath);
    const { downloadUrl, id, size } = stated;
    const description = { id, attached: false, file, size, downloadUrl };
    const found = this.#find(stated.filePath);
    if (typeof found === 'string') {
      this.#warnings.add('container', {
        code: 'PACKAGE_NO_CABINET',
        message: `the container ${JSON.stringify(id)} with ${plural(payloads, 'payload')} ${found}${download(downloadUrl)}`,
        entry: file,
      });
      return absent(description);
    }
    const source = this.#request.budget.keepOpen(found.open());
    const set = this.#openCabinet(source, file, stated);
    return this.#opened({ ...description, present: set !== null }, set, source, file, stated);
  }

  /** Warns where the container is not of the size that the manifest states. */
  #opened(
    description: BundleContainerDescription,
    set: CabinetSet | null,
    source: ByteSource,
    entry: string,
    stated: BurnContainer | null,
  ): OpenedBurnContainer {
    const files = new Map((set?.files ?? []).filter(isFile).map((file) => [file.name, file]));
    if (!stated) return { description, set, files, checkWhole: null, hasHash: false };
    const { size } = stated;
    const isCut = description.attached && this.#section.cut !== null;
    if (size !== null && size !== source.size && !isCut) {
      const where = description.attached ? 'attached container' : 'container beside the bundle';
      this.#warnings.add('differs', {
        code: 'BUNDLE_PAYLOAD_DIFFERS',
        message: `the ${where} does not have the size that the bundle's manifest states`,
        entry,
        structure: 'FileSize',
        expected: `${size} bytes`,
        found: `${source.size} bytes`,
      });
    }
    // Burn takes the size of an attached container from the section of the bundle.
    const content = description.attached ? { ...stated, size: null } : stated;
    const check = new PayloadCheck('container', entry, content, this.#request.budget);
    let checked = false;
    const checkWhole = (): void => {
      if (!checked) check.all(source);
      checked = true;
    };
    return { description, set, files, checkWhole, hasHash: hashNameOf(stated.hash) !== null };
  }

  /** A damaged or invalid container does not prevent reading the others. */
  #openCabinet(source: ByteSource, name: string, stated: BurnContainer | null): CabinetSet | null {
    const isAttached = stated?.attachedIndex !== null;
    try {
      return openCabinet(source, name, this.#request.budget);
    } catch (error) {
      // What is left of a container that is cut is only described.
      if (error instanceof HotfixkitError && !isLimit(error) && isAttached && this.#section.cut) return null;
      const isKept = stated?.attachedIndex === null || stated?.isOfExtension;
      if (!(error instanceof HotfixkitError) || error.kind !== 'input' || isLimit(error) || !isKept)
        throw error;
      this.#warnings.add('container', {
        code: stated.isOfExtension ? 'CONTAINER_UNSUPPORTED' : error.code,
        message: stated.isOfExtension
          ? 'an extension of the bundle unpacks this container, which is no cabinet'
          : `the container beside the bundle cannot be read: ${error.message}`,
        entry: stated.attachedIndex === null ? name : stated.id,
      });
      return null;
    }
  }

  #findPayload({ sourcePath, filePath, downloadUrl }: BurnPayload): NeighbourFile | null {
    const names = [...new Set([sourcePath, filePath])].filter((name) => name !== '');
    let problem = ABSENT;
    for (const name of names) {
      const found = this.#find(name);
      if (typeof found !== 'string') return found;
      if (found !== ABSENT) problem = found;
    }
    this.#warnings.add('external', {
      code: 'PACKAGE_NO_FILE',
      message: `not inside the bundle: this external payload ${problem}; ${externalAdvice(names[0] ?? '', downloadUrl)}`,
      entry: slashed(filePath),
    });
    return null;
  }

  /** A file that the manifest places beside the bundle, or why it is rejected. */
  #find(name: string): NeighbourFile | string {
    if (/^[\\/]|^[a-z]:/i.test(name) || name.split(/[\\/]/).includes('..')) {
      return 'has a path that leads out of the folder of the bundle, which is not followed';
    }
    if (pathKey(name) === pathKey(this.#request.name)) return 'is said to be the bundle itself';
    const key = burnPathKey(name);
    const found = this.#found.has(key) ? this.#found.get(key)! : this.#request.neighbours.find(name);
    this.#found.set(key, found);
    if (found === 'link') return 'is a symbolic link beside the bundle, which is not followed';
    return found ?? ABSENT;
  }
}

function absent(description: Omit<BundleContainerDescription, 'present'>): OpenedBurnContainer {
  return {
    description: { ...description, present: false },
    set: null,
    files: new Map(),
    checkWhole: null,
    hasHash: false,
  };
}

const ABSENT = 'is not beside the bundle';

/** What to do about an external payload that is absent. */
export function externalAdvice(path: string, url: string | null): string {
  const get = url === null || url === '' ? 'get it' : `download it from ${url}`;
  return path === '' ? get : `${get} and put it beside the bundle as ${slashed(path)}`;
}

function download(url: string | null): string {
  return url === null || url === '' ? '; put it there' : `; download it from ${url}`;
}

function slashed(path: string): string {
  return path.replace(/\\/g, '/');
}
