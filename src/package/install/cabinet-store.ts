import { archivesBehind } from '../../archive/archives-behind.js';
import { decodeMembers } from '../../archive/cabinet-members.js';
import { UnpackBudget } from '../../archive/unpack-budget.js';
import type { ByteSource } from '../../core/byte-source.js';
import { availablePart, CutSource, missingBytes } from '../../core/cut-source.js';
import { addFacts, HotfixkitError, type Warning } from '../../core/errors.js';
import { groupBy } from '../../core/group-by.js';
import { plural } from '../../core/plural.js';
import { endsEarly } from '../../formats/cab/cabinet.js';
import { isBudgetError } from '../../formats/cab/cabinet-budget.js';
import { type CabinetFile, isComplete } from '../../formats/cab/cabinet-folder.js';
import { CabinetSet } from '../../formats/cab/cabinet-set.js';
import { packedSize, possibleSize } from '../../formats/cab/cabinet-sizes.js';
import { readCfHeader } from '../../formats/cab/cf-header.js';
import type { Database } from '../../msi/database.js';
import { incompleteFiles, missingCabinet } from '../incomplete-files.js';
import type { FilePart } from '../package-content.js';
import { type CabinetSummary, formatMethod } from './cabinet-summary.js';
import { OpenCabinet } from './open-cabinet.js';
import { type OpenedSource, openCabinetFile, type SourceFolder } from './source-folder.js';

/** At most this many warnings about members. */
const MOST_UNCERTAIN = 20;

/**
 * The cabinets of a package, opened on demand: `#name` is a stream of the database (case-sensitive), any other name
 * is a file beside the package (letter case is ignored); win32 docs, "Cabinet". A spanning set is opened once.
 */
export class CabinetStore {
  readonly #database: Database;
  readonly #folder: SourceFolder | null;
  readonly #strict: boolean;
  readonly #streams: Set<string>;
  /** Names of streams by their upper case; the first of those that differ only in letter case. */
  readonly #streamsByUpperCase = new Map<string, string>();
  readonly #budget: UnpackBudget;
  readonly #absent: (cabinet: string) => HotfixkitError;
  readonly #sets = new Map<string, OpenCabinet>();
  readonly #opened: OpenedSource[] = [];
  readonly #present = new Map<string, boolean>();
  /** File keys by their upper case. */
  #keys: ReadonlyMap<string, readonly string[]> | null = null;
  /** What is uncertain about members that were asked for, by cabinet and key. */
  readonly #uncertain = new Map<string, Warning>();
  /** Archives behind opened cabinets in their streams and files, by the names of those. */
  readonly #behind = new Map<string, readonly Warning[]>();
  /** Whether the available part of a cabinet holds its file list. */
  readonly #listable = new Map<string, boolean>();

  /**
   * @param budget shared by all cabinets
   * @param absent the error for a missing cabinet; default: one with a remedy
   */
  constructor(
    database: Database,
    folder: SourceFolder | null,
    strict: boolean,
    budget: UnpackBudget = new UnpackBudget(),
    absent?: (cabinet: string) => HotfixkitError,
  ) {
    this.#database = database;
    this.#folder = folder;
    this.#strict = strict;
    this.#budget = budget;
    this.#absent =
      absent ??
      ((cabinet) =>
        new HotfixkitError('PACKAGE_NO_CABINET', `missing: ${cabinet}; ${this.whyAbsent(cabinet)}`, {
          entry: cabinet,
        }));
    this.#streams = new Set(database.streamNames());
    for (const name of this.#streams) {
      const upper = name.toUpperCase();
      if (!this.#streamsByUpperCase.has(upper)) this.#streamsByUpperCase.set(upper, name);
    }
  }

  get warnings(): Warning[] {
    const sets = new Set([...this.#sets.values()].map((open) => open.set));
    return [
      ...[...sets].flatMap((set) => [...set.warnings]),
      ...[...this.#behind.values()].flat(),
      ...this.#uncertain.values(),
    ];
  }

  /**
   * Cabinets with members that no file of the package lies in, although they are there: `PACKAGE_NOT_SEARCHED`.
   *
   * @param named those of the Media table
   * @param used those that files lie in
   */
  notUsed(named: ReadonlySet<string>, used: ReadonlySet<string>): Warning[] {
    const found = [...named].filter((cabinet) => !used.has(cabinet) && this.has(cabinet));
    if (found.length === 0) return [];
    // A long file may fill a whole cabinet of a set, in which no other file begins.
    const parts = new Set(
      [...used].flatMap(
        (cabinet) => this.#tryOpen(cabinet)?.cabinets.map(({ name }) => name.toUpperCase()) ?? [],
      ),
    );
    return found.flatMap((cabinet) => {
      const name = plainName(cabinet);
      if (parts.has(name.toUpperCase()) || this.#tryOpen(cabinet)?.files.length === 0) return [];
      const message =
        'no file of the File table lies in this cabinet of the Media table: it was not looked at';
      return [{ code: 'PACKAGE_NOT_SEARCHED', message, stream: name }];
    });
  }

  /** Null for a cabinet that is missing or damaged, which is reported where a file needs it. */
  #tryOpen(cabinet: string): CabinetSet | null {
    try {
      return this.has(cabinet) ? this.open(cabinet) : null;
    } catch (error) {
      if (error instanceof HotfixkitError && error.kind === 'input') return null;
      throw error;
    }
  }

  /** Whether a cabinet exists: embedded in the package, or beside it. */
  has(cabinet: string): boolean {
    let present = this.#present.get(cabinet);
    if (present === undefined) {
      const source = this.#sets.has(cabinet) ? null : this.#source(cabinet);
      present = this.#sets.has(cabinet) || source !== null;
      this.#present.set(cabinet, present);
    }
    return present;
  }

  /**
   * Opens a cabinet and, of a spanning set, those that follow it. Throws `PACKAGE_NO_CABINET` and what {@link CabinetSet.open} throws.
   */
  open(cabinet: string): CabinetSet {
    return this.#open(cabinet).set;
  }

  /** The remedy for a missing cabinet. */
  whyAbsent(cabinet: string): string {
    if (!cabinet.startsWith('#'))
      return (
        this.#folder?.whyAbsent?.(cabinet) ??
        'put external cabinets beside the package, or name their folder with --source-dir'
      );
    const name = cabinet.slice(1);
    const similar = this.#streamsByUpperCase.get(name.toUpperCase());
    return similar === undefined
      ? `the package has no stream ${name}, in which this cabinet should be; copies in Windows' cache of packages have their cabinets taken out: get the original package`
      : `the package has no stream ${name}, only ${similar}: names of streams are case-sensitive, so Windows does not find it either`;
  }

  /**
   * The member for a File key; an exact name wins over one that differs in letter case, and the first member of a name over
   * further ones, since FDI hands out members in order. A warning says where Windows may take another member.
   */
  member(cabinet: string, key: string): CabinetFile {
    const open = this.#open(cabinet);
    const member = open.lookUp(key);
    if (!member) {
      throw new HotfixkitError(
        'PACKAGE_NOT_IN_CABINET',
        'the cabinet does not hold this file of the File table',
        {
          stream: plainName(cabinet),
          entry: key,
        },
      );
    }
    if (member.name !== key || open.hasSeveral(key)) this.#judge(cabinet, key, open, member);
    return member;
  }

  /** Warns where Windows may take another member than this one: once, however often it is asked for. */
  #judge(cabinet: string, key: string, open: OpenCabinet, member: CabinetFile): void {
    if (open.judged.has(key)) return;
    open.judged.add(key);
    const keys = this.#keysByUpperCase.get(key.toUpperCase()) ?? [];
    // A member that is another file of the table is none of this one.
    const own = open.candidates(key).filter(({ name }) => name === key || !this.#isKey(name));
    if (own.length > 1) this.#doubt(cabinet, key, doubledMember(member, own.length));
    else if (member.name !== key && keys.length > 1) this.#doubt(cabinet, key, sharedMember(member));
  }

  #isKey(name: string): boolean {
    return this.#keysByUpperCase.get(name.toUpperCase())?.includes(name) ?? false;
  }

  get #keysByUpperCase(): ReadonlyMap<string, readonly string[]> {
    this.#keys ??= groupBy(
      this.#database.rows('File').map(({ File }) => File),
      (key) => key.toUpperCase(),
    );
    return this.#keys;
  }

  #doubt(cabinet: string, key: string, message: string): void {
    const place = JSON.stringify([cabinet, key]);
    if (this.#uncertain.has(place) || this.#uncertain.size === MOST_UNCERTAIN) return;
    this.#uncertain.set(place, {
      code: 'PACKAGE_MEMBER_UNCERTAIN',
      message,
      stream: plainName(cabinet),
      entry: key,
    });
  }

  /** The parts of the members for some items of one cabinet. Throws as {@link member} does, and what decoding throws. */
  *decode<Item>(
    cabinet: string,
    items: readonly Item[],
    keyOf: (item: Item) => string,
  ): Generator<FilePart<Item>, void, void> {
    try {
      yield* decodeMembers(this.open(cabinet), items, (item) => this.member(cabinet, keyOf(item)));
    } catch (error) {
      throw this.explain(error, cabinet);
    }
  }

  /** Whether the cabinet has a member for a File key. Throws what opening throws. */
  holds(cabinet: string, key: string): boolean {
    return this.#open(cabinet).lookUp(key) !== undefined;
  }

  /** Throws what opening throws; damage to a cabinet that is not `needed` only leaves facts unknown. */
  describe(cabinet: string, needed = true): CabinetSummary {
    const source = this.#source(cabinet);
    const summary = {
      name: plainName(cabinet),
      embedded: cabinet.startsWith('#'),
      present: source !== null,
      ...(source !== null && missingBytes(source) > 0 ? { missingBytes: missingBytes(source) } : {}),
    };
    const unknown = { methods: [], files: null, folders: null };
    if (source === null) return { ...summary, size: null, ...unknown };
    try {
      const { files, folders } = this.open(cabinet);
      const methods = [...new Set(folders.map((folder) => formatMethod(folder.method)))];
      return { ...summary, size: source.size, methods, files: files.length, folders: folders.length };
    } catch (error) {
      if (!(error instanceof HotfixkitError) || isBudgetError(error)) throw error;
      if (needed && missingBytes(source) === 0) throw error;
      return { ...summary, size: source.size, ...unknown };
    }
  }

  /**
   * Throws `CONTAINER_RATIO` if files would decode to far more bytes than their cabinets have;
   * and as {@link member} does.
   */
  checkOutput(files: readonly { cabinet: string; key: string }[]): void {
    const members = files.map(({ cabinet, key }) => this.member(cabinet, key));
    const cabinets = new Set(files.map(({ cabinet }) => cabinet));
    const sets = new Set([...cabinets].map((cabinet) => this.open(cabinet)));
    const packed = [...sets].reduce((sum, set) => sum + packedSize(set.cabinets), 0);
    this.#budget.checkOutput(packed, possibleSize(members));
  }

  /**
   * Returns the files whose content is incomplete because the package or their cabinet is truncated.
   * Ignores cabinets that are missing entirely. Throws as {@link member} does.
   */
  incomplete<Item extends { cabinet: string; key: string }>(items: readonly Item[]): Item[] {
    return items.filter(({ cabinet, key }) => {
      if (!this.has(cabinet)) return false;
      return !this.canList(cabinet) || !isComplete(this.member(cabinet, key));
    });
  }

  /** Throws `CAB_MISSING_PART` where a cabinet of a set is missing, `PACKAGE_INCOMPLETE` where files are incomplete because of truncation; as {@link member} does. */
  checkComplete(files: readonly { cabinet: string; key: string }[]): void {
    const cut = this.incomplete(files);
    const cause = cut.map(({ cabinet }) => this.#cutOf(cabinet)).find((error) => error !== null);
    if (cause) throw incompleteFiles(cut, files.length, cause);
    const members = cut.map(({ cabinet, key }) => this.member(cabinet, key));
    const missing = missingCabinet(members, this.#folder);
    if (missing) throw missing;
  }

  /** Why a cabinet ends too early; null where it does not. */
  #cutOf(cabinet: string): HotfixkitError | null {
    const source = this.#source(cabinet);
    if (source instanceof CutSource) return source.error();
    const link = this.open(cabinet).cabinets.find((one) => one.cabinet.missingBytes > 0);
    return link ? endsEarly(link.cabinet, { stream: link.name }) : null;
  }

  /** Whether a cabinet has its whole file list; false if truncated within it. */
  canList(cabinet: string): boolean {
    const known = this.#listable.get(cabinet);
    if (known !== undefined) return known;
    let canList = true;
    if (!this.#sets.has(cabinet)) {
      const source = this.#source(cabinet);
      try {
        if (source) this.open(cabinet);
      } catch (error) {
        if (!(error instanceof HotfixkitError) || !source || missingBytes(source) === 0) throw error;
        if (error.code !== 'CAB_TRUNCATED' && error.code !== 'CAB_BAD_SIGNATURE') throw error;
        canList = false;
      }
    }
    this.#listable.set(cabinet, canList);
    return canList;
  }

  /** Adds the cabinet's name to its errors. */
  explain(error: unknown, cabinet: string): unknown {
    return addFacts(error, { stream: plainName(cabinet) });
  }

  close(): void {
    for (const source of this.#opened) source.close();
    this.#opened.length = 0;
    this.#sets.clear();
    this.#present.clear();
    this.#listable.clear();
  }

  #open(cabinet: string): OpenCabinet {
    const known = this.#sets.get(cabinet);
    if (known) return known;
    const source = this.#source(cabinet);
    if (!source) throw this.#absent(cabinet);
    let set: CabinetSet;
    try {
      set = CabinetSet.open(availablePart(source), {
        name: plainName(cabinet),
        resolve: (name, disk) => this.#neighbour(name, disk),
        strict: this.#strict,
        budget: this.#budget,
        codePage: this.#database.codePage,
      });
    } catch (error) {
      throw this.explain(error, cabinet);
    }
    const open = new OpenCabinet(set);
    this.#lookBehind(plainName(cabinet), source);
    this.#sets.set(cabinet, open);
    // All cabinets of a spanning set map to one set, so that no folder is decoded twice.
    const form = cabinet.startsWith('#') ? '#' : '';
    for (const name of new Set(set.files.map((file) => file.cabinetName))) {
      if (!this.#sets.has(form + name)) this.#sets.set(form + name, open);
    }
    return open;
  }

  /** The next or previous cabinet of a set: another stream first, then a file beside the package. */
  #neighbour(name: string, disk: string): ByteSource | null {
    const stream = this.#streams.has(name) ? name : this.#streamsByUpperCase.get(name.toUpperCase());
    const source = stream === undefined ? this.#source(name, disk) : this.#database.stream(stream);
    if (source) this.#lookBehind(name, source);
    return source && availablePart(source);
  }

  #lookBehind(name: string, source: ByteSource): void {
    if (missingBytes(source) > 0 || this.#behind.has(name)) return;
    try {
      const { size } = readCfHeader(source, 0);
      const found = archivesBehind(source, size, 'cabinet');
      if (found.length > 0)
        this.#behind.set(
          name,
          found.map((one) => ({ ...one, stream: name })),
        );
    } catch (error) {
      // Opening it reports what is wrong.
      if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
    }
  }

  #source(cabinet: string, disk = ''): ByteSource | null {
    if (cabinet.startsWith('#')) {
      const name = cabinet.slice(1);
      return this.#streams.has(name) ? this.#database.stream(name) : null;
    }
    const source = this.#folder ? openCabinetFile(this.#folder, cabinet, disk) : null;
    if (source) this.#opened.push(source);
    return source;
  }
}

function doubledMember({ name, size }: CabinetFile, count: number): string {
  return `the cabinet has ${count} members of this name; ${JSON.stringify(name)} with ${plural(size, 'byte')} is taken, and Windows may take another`;
}

function sharedMember({ name }: CabinetFile): string {
  return `the cabinet has no member of this name, only ${JSON.stringify(name)}, which is taken although another row of the File table has that key`;
}

/** The name of the stream or file, without the `#` of an embedded one. */
function plainName(cabinet: string): string {
  return cabinet.replace(/^#/, '');
}
