import type { ByteSource } from '../core/byte-source.js';
import { dosDateTimeToDate } from '../core/dos-date-time.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { groupBy } from '../core/group-by.js';
import type { CabinetResolver } from '../formats/cab/cabinet-chain.js';
import { type CabinetFile, isFile, whyCut } from '../formats/cab/cabinet-folder.js';
import { CabinetSet } from '../formats/cab/cabinet-set.js';
import { packedSize, possibleSize } from '../formats/cab/cabinet-sizes.js';
import type { FilePart } from './archive.js';
import { decodeMembers, groupByFolder } from './cabinet-members.js';
import type { Container, ContainerKind, ContainerMember, JudgeHead } from './container.js';
import { memberPaths } from './member-paths.js';
import { OwnFiles } from './own-files.js';
import type { PayloadCheck } from './payload-check.js';
import { SelfOpeningFile } from './self-opening-file.js';
import { isLimit, type UnpackBudget } from './unpack-budget.js';

/** File attribute of MS-CAB 2.3: read-only. */
const READ_ONLY = 1;

/** Larger members are unpacked one by one: each is in memory twice until complete. */
const LARGEST_PREFETCHED = 16 * 2 ** 20;

export interface CabinetContainerFacts {
  kind: ContainerKind;
  title: string;
  facts?: Readonly<Record<string, string>>;
  /** Always renames unsafe and duplicate names. */
  rename?: boolean;
  warnings?: readonly Warning[];
}

type RunningCheck = ReturnType<PayloadCheck['begin']>;

/** The name for a file of a cabinet, and its expected content if stated elsewhere. */
export interface NamedFile {
  name: string;
  /** The name that is stated for it, where `name` is another because several files have that one; else null or absent. */
  statedName?: string | null;
  check?: PayloadCheck | null;
}

/** A cabinet and the names for its members. */
export interface CabinetPart {
  set: CabinetSet;
  /** Real names, if the cabinet has others: each becomes a member of its own. */
  namesOf?: (file: CabinetFile) => readonly NamedFile[];
}

/** One or several cabinets, by themselves or inside an executable, as one list of members. */
export class CabinetContainer implements Container {
  readonly kind: ContainerKind;
  readonly title: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly warnings: readonly Warning[];
  readonly files: readonly CabinetMember[];
  readonly cabinet: CabinetSet | null;
  readonly #own: OwnFiles<CabinetMember>;
  readonly #budget: UnpackBudget;
  /** Bytes of all its cabinets. */
  readonly #packed: number;

  /** Throws `CONTAINER_*` for invalid content, `CONTAINER_DELTAS` for members that are deltas. */
  constructor(parts: readonly CabinetPart[], of: CabinetContainerFacts, budget: UnpackBudget) {
    this.kind = of.kind;
    this.title = of.title;
    this.facts = of.facts ?? {};
    this.cabinet = of.kind === 'cab' ? parts[0]!.set : null;
    // One by one: a cabinet may have 60,000 files.
    const all: (Required<NamedFile> & { set: CabinetSet; file: CabinetFile })[] = [];
    for (const { set, namesOf } of parts) {
      for (const file of set.files) {
        if (!isFile(file)) continue;
        const names: readonly NamedFile[] = namesOf ? namesOf(file) : [{ name: file.name }];
        for (const { name, statedName = null, check = null } of names) {
          all.push({ set, file, name, statedName, check });
        }
      }
    }
    // The files were counted when their cabinets were opened.
    const total = all.reduce((sum, { file }) => sum + file.size, 0);
    budget.checkSize('', total);
    this.#budget = budget;
    this.#packed = parts.reduce((sum, { set }) => sum + packedSize(set.cabinets), 0);
    refuseInterdependentDeltas(all.map(({ name }) => name));
    const { paths, statedNames, warnings } = memberPaths(
      all.map(({ name }) => name),
      of.rename ?? budget.renameUnsafe,
    );
    this.files = all.map(
      ({ set, file, check, statedName }, i) =>
        new CabinetMember(
          set,
          file,
          { path: paths[i]!, statedName: statedNames[i] ?? statedName },
          budget,
          check,
        ),
    );
    this.#own = new OwnFiles(this.files);
    this.warnings = [...(of.warnings ?? []), ...parts.flatMap(({ set }) => [...set.warnings]), ...warnings];
  }

  batches(members: readonly ContainerMember[]): CabinetMember[][] {
    return groupByFolder(this.#own.all(members), ({ file }) => file);
  }

  /** Throws `CONTAINER_RATIO` before decoding: summing stated sizes is free, decoding is not. */
  *decode(members: readonly ContainerMember[]): Generator<FilePart<CabinetMember>, void, void> {
    for (const { check, size } of this.#own.all(members)) check?.checkSize(size);
    const open = new Map<CabinetMember, RunningCheck>();
    for (const part of this.#decodeUnchecked(members)) {
      const { check, size } = part.file;
      if (check) {
        const running = open.get(part.file) ?? check.begin(size);
        if ('chunk' in part) {
          open.set(part.file, running);
          running.update(part.chunk);
        } else {
          open.delete(part.file);
          running.end();
        }
      }
      yield part;
    }
  }

  *#decodeUnchecked(members: readonly ContainerMember[]): Generator<FilePart<CabinetMember>, void, void> {
    const own = this.#own.all(members);
    const size = Math.max(decodedSize(own), possibleSize(own.map(({ file }) => file)));
    this.#budget.checkOutput(this.#packed, size);
    for (const [set, ofSet] of groupBy(own, (member) => member.set)) {
      yield* decodeMembers(set, ofSet, ({ file }) => file);
    }
  }

  heads<T>(
    members: readonly ContainerMember[],
    length: number,
    judge: JudgeHead<T>,
  ): Map<ContainerMember, T> {
    const heads = new Map<ContainerMember, T>();
    const twins = sameContent(this.#own.all(members));
    this.#budget.checkTotalRatio(this.#packed, decodedSize([...twins.keys()]));
    const partial = new Map<CabinetMember, Uint8Array>();
    const identify = (member: CabinetMember, head: Uint8Array): void => {
      partial.delete(member);
      for (const one of [member, ...twins.get(member)!]) heads.set(one, judge(one, head));
    };
    this.#eachBatch([...twins.keys()], (part) => {
      const member = part.file;
      if (heads.has(member)) return;
      const before = partial.get(member);
      if ('chunk' in part) {
        const more = part.chunk.subarray(0, length - (before?.length ?? 0));
        const head = new Uint8Array((before?.length ?? 0) + more.length);
        if (before) head.set(before);
        head.set(more, head.length - more.length);
        if (head.length < length) partial.set(member, head);
        else identify(member, head);
      } else if (before) identify(member, before);
    });
    // Damaged members have a shorter head.
    for (const [member, head] of [...partial]) identify(member, head);
    return heads;
  }

  prefetch(members: readonly ContainerMember[]): void {
    const twins = sameContent(
      this.#own.all(members).filter((member) => !member.isUnpacked && member.size <= LARGEST_PREFETCHED),
    );
    this.#budget.checkTotalRatio(this.#packed, decodedSize([...twins.keys()]));
    const pieces = new Map<ContainerMember, Uint8Array[]>();
    this.#eachBatch([...twins.keys()], (part) => {
      if ('chunk' in part) {
        const own = pieces.get(part.file) ?? [];
        own.push(part.chunk.slice());
        pieces.set(part.file, own);
      } else {
        const member = part.file;
        const own = pieces.get(member) ?? [];
        pieces.delete(member);
        const [first, ...others] = [member, ...twins.get(member)!].filter((one) => one.accepts(own));
        const source = first?.keep(own);
        for (const twin of others) twin.share(source!);
      }
    });
  }

  /** A damaged batch does not prevent reading the others. */
  #eachBatch(members: readonly CabinetMember[], use: (part: FilePart<CabinetMember>) => void): void {
    for (const batch of this.batches(members)) {
      try {
        for (const part of this.#decodeUnchecked(batch)) use(part);
      } catch (error) {
        // Opening the member reports the error.
        if (!(error instanceof HotfixkitError) || error.kind !== 'input' || isLimit(error)) throw error;
      }
    }
  }
}

class CabinetMember extends SelfOpeningFile implements ContainerMember {
  readonly encrypted = false;
  readonly set: CabinetSet;
  readonly file: CabinetFile;
  readonly path: string;
  declare readonly statedName?: string;
  readonly check: PayloadCheck | null;
  readonly #budget: UnpackBudget;
  #source: ByteSource | null = null;

  constructor(
    set: CabinetSet,
    file: CabinetFile,
    { path, statedName }: { path: string; statedName: string | null },
    budget: UnpackBudget,
    check: PayloadCheck | null,
  ) {
    super();
    this.set = set;
    this.file = file;
    this.path = path;
    if (statedName !== null) this.statedName = statedName;
    this.check = check;
    this.#budget = budget;
  }

  get cut(): HotfixkitError | null {
    return whyCut(this.file);
  }

  get size(): number {
    return this.file.size;
  }

  modified(): Date | null {
    return this.file.modified && dosDateTimeToDate(this.file.modified);
  }

  get readOnly(): boolean {
    return (this.file.attributes & READ_ONLY) !== 0;
  }

  get isUnpacked(): boolean {
    return this.#source !== null;
  }

  /** Whether the member has the expected content. If not, opening it throws. */
  accepts(pieces: readonly Uint8Array[]): boolean {
    if (!this.check) return true;
    try {
      const running = this.check.begin(this.size);
      for (const piece of pieces) running.update(piece);
      running.end();
      return true;
    } catch (error) {
      if (error instanceof HotfixkitError && error.code === 'BUNDLE_PAYLOAD_DIFFERS') return false;
      throw error;
    }
  }

  keep(pieces: readonly Uint8Array[]): ByteSource {
    this.#source ??= this.#budget.store(this.path, pieces, this.size);
    return this.#source;
  }

  /** Reuses the unpacked data of another member at the same place. */
  share(source: ByteSource): void {
    this.#source ??= source;
  }

  source(): ByteSource {
    if (!this.#source) {
      // Each access decodes a cabinet folder from its start.
      const { folder, folderOffset } = this.file;
      const possible = folder.possibleOutput;
      // A member that ends beyond its folder is damaged: ignore its size, decoding throws.
      const isPossible = folderOffset + this.size <= Math.max(folder.countedOutput, possible);
      const size = isPossible ? this.size : 0;
      this.#budget.countDecoded(this.path, Math.min(folderOffset, possible) + size);
      this.#source = this.#budget.store(this.path, this.pieces(), size);
    }
    return this.#source;
  }

  *pieces(): Generator<Uint8Array, void, void> {
    const running = this.check?.begin(this.size);
    for (const part of this.set.decode([this.file])) {
      if (!('chunk' in part)) continue;
      running?.update(part.chunk);
      yield part.chunk;
    }
    running?.end();
  }
}

/** Bytes to decode for members: each folder from its start to the end of the last member within it. */
function decodedSize(members: readonly CabinetMember[]): number {
  const ends = new Map<CabinetFile['folder'], number>();
  for (const { file } of members) {
    const { folder, folderOffset, size } = file;
    const end = Math.min(folderOffset + size, folder.possibleOutput);
    ends.set(folder, Math.max(end, ends.get(folder) ?? 0));
  }
  let sum = 0;
  for (const end of ends.values()) sum += end;
  return sum;
}

/** Groups members by place in a folder, so that shared content is decoded once. */
function sameContent(members: readonly CabinetMember[]): Map<CabinetMember, CabinetMember[]> {
  const places = new Map<unknown, Map<string, CabinetMember>>();
  const twins = new Map<CabinetMember, CabinetMember[]>();
  for (const member of members) {
    const { folder, folderOffset, size } = member.file;
    const inFolder = places.get(folder) ?? new Map<string, CabinetMember>();
    places.set(folder, inFolder);
    const place = `${folderOffset} ${size}`;
    const first = inFolder.get(place);
    if (first) twins.get(first)!.push(member);
    else {
      inFolder.set(place, member);
      twins.set(member, []);
    }
  }
  return twins;
}

/** Opens a cabinet that lies in `source`; `resolve` finds the others of its set. */
export function openCabinet(
  source: ByteSource,
  name: string,
  budget: UnpackBudget,
  resolve: CabinetResolver = () => null,
): CabinetSet {
  const { strict, codePage } = budget;
  return CabinetSet.open(source, {
    name,
    resolve,
    strict,
    budget: budget,
    ...(codePage === null ? {} : { codePage }),
  });
}

/**
 * "IPD-aware" update packages (KB 828030): most members are deltas against each other, applied while they are
 * unpacked. They cannot be used as files.
 */
function refuseInterdependentDeltas(names: readonly string[]): void {
  const marker = names.find((name) => /(?:^|[\\/])_sfx_manifest_$/i.test(name));
  if (marker === undefined) return;
  throw new HotfixkitError(
    'CONTAINER_DELTAS',
    'this update package stores its files as deltas of each other (IPD), which is not supported; ' +
      'unpack it on Windows with the switch /x and give the folder',
    { entry: marker },
  );
}
