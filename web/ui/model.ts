import { CANCELLED, PackageWorker, WORKER_DIED, WorkError } from '../client.js';
import type {
  AnswerOf,
  ArchiveRequest,
  Checked,
  CheckRequest,
  Compared,
  CompareRequest,
  FileRow,
  OpenedView,
  OpenRequest,
  OperationName,
  RequestOf,
  WorkProgress,
} from '../protocol.js';
import { strings } from '../strings.en.js';
import { type Place, readPlace, writePlace } from './address.js';
import { articlesOf, besideOf, isArticleName, othersOf, sortDropped } from './dropped.js';
import { pathIn } from './file-tree.js';
import type { SignatureState } from './signature-state.js';

/** A package that is open, or one that it was opened from. */
export interface OpenPlace {
  request: OpenRequest;
  view: OpenedView;
}

/** Something that went wrong, with what can be done. */
export interface Problem {
  heading: string;
  message: string;
  /** Tries again with a password; null where none would help. */
  unlock: ((password: string) => void) | null;
}

/** What is being done, and whether it can be cancelled. */
export interface Work {
  title: string;
  progress: WorkProgress | null;
}

export interface State {
  /** Files that came with the open package and are not part of it. */
  others: readonly File[];
  /** The open package is the last one; the others are those that it is inside of. */
  places: readonly OpenPlace[];
  address: Place;
  problem: Problem | null;
  /** Opening, or work on the open package. */
  work: Work | null;
  signatures: SignatureState;
  files: readonly FileRow[];
  /** Null once versions were read. */
  canReadVersions: boolean;
  hashes: ReadonlyMap<number, string | null>;
  /** The result of the last check, and what was asked for. */
  checked: Checked | null;
  checkRequest: CheckRequest | null;
  /** Articles and manifests that came with the package or were chosen: one of them is checked at a time. */
  articles: readonly File[];
  compared: Compared | null;
  /** Told to screen readers, and shown for a while. */
  notice: string;
}

/** Code of what failed because another package was opened. */
const STALE = 'STALE';

/** Files up to this size are read whole without being asked: for signatures, and for the versions of executables. */
const READ_UNASKED = 512 * 2 ** 20;

export type Save = (blob: Blob, name: string) => void;

/**
 * What the page shows, and what can be done with it. Two workers have the package open: one that answers at once, and one
 * for what takes long, which can be cancelled at any time.
 */
export class Model {
  state: State = {
    others: [],
    places: [],
    address: readPlace(globalThis.location?.hash ?? ''),
    problem: null,
    work: null,
    signatures: { kind: 'waiting' },
    files: [],
    canReadVersions: false,
    hashes: new Map(),
    checked: null,
    checkRequest: null,
    articles: [],
    compared: null,
    notice: '',
  };
  readonly #listeners = new Set<() => void>();
  readonly #reader: PackageWorker;
  readonly #helper: PackageWorker;
  readonly #save: Save;
  /** Files that came with the package that was dropped last. */
  #dropped: readonly File[] = [];
  /** Grows with each package, so that answers about another one are left out. */
  #generation = 0;
  /** Grows with each work, so that what ends late does not take away what is shown of another one. */
  #lastWork = 0;

  constructor(start: () => Worker, save: Save) {
    const died = (): void => this.#set({ notice: strings.work.died, work: null });
    this.#reader = new PackageWorker(start, died);
    this.#helper = new PackageWorker(start, died);
    this.#save = save;
  }

  /** Makes ready what opens the first package. */
  warm(): void {
    if (!this.current) this.#reader.warm();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get current(): OpenPlace | null {
    return this.state.places.at(-1) ?? null;
  }

  openFiles(files: readonly File[]): void {
    const { main, beside, articles } = sortDropped(files);
    this.#dropped = beside;
    if (main) {
      void this.open({ file: main, beside: besideOf(main, beside), inside: [] }, [], articles);
    } else if (articles.length > 0 && this.current?.view.files.length) {
      void this.checkArticles(articles);
    } else if (files[0]) void this.open({ file: files[0], beside: [], inside: [] }, []);
  }

  /** Opens a package; `around` are those that it is inside of. Articles that came with it are compared with it; null: none came, and those of before stay. */
  async open(
    request: OpenRequest,
    around: readonly OpenPlace[],
    dropped: readonly File[] | null = null,
  ): Promise<void> {
    const generation = ++this.#generation;
    const { name } = request.file;
    this.#helper.cancel();
    this.#set({ problem: null, notice: '' });
    try {
      const view = await this.#work(strings.work.opening(name), (onProgress) =>
        this.#reader.open(request, onProgress),
      );
      if (generation !== this.#generation) return;
      this.#helper.prepare(request);
      const size = view.description.size ?? request.file.size;
      const isSmall = request.file.size <= READ_UNASKED;
      this.#set({
        places: [...around, { request, view }],
        others: around.length === 0 ? othersOf(this.#dropped, view) : [],
        files: view.files,
        hashes: new Map(),
        checked: null,
        checkRequest: null,
        articles: dropped ? [] : this.state.articles,
        compared: null,
        canReadVersions: view.files.some(({ isHere }) => isHere),
        signatures: isSmall ? { kind: 'waiting' } : { kind: 'asked', size },
        address: around.length > 0 || this.current ? { view: 'overview' } : this.state.address,
      });
      await this.checkArticles(articlesOf(dropped ?? [], view.files));
      if (isSmall && generation === this.#generation) await this.checkSignatures();
      const total = view.files.reduce((sum, file) => sum + file.size, 0);
      const isQuick = total <= READ_UNASKED && generation === this.#generation;
      if (isQuick && this.state.canReadVersions) await this.readVersions();
    } catch (error) {
      if (generation !== this.#generation) return;
      const unlock = (password: string): void => {
        const outer = this.state.places.filter(
          (place) =>
            place.request.file !== request.file || place.request.inside.length < request.inside.length,
        );
        void this.open({ ...request, password }, outer, dropped);
      };
      const hint = isArticleName(name) ? strings.errors.articleAlone : '';
      this.#failed(error, strings.errors.heading(name), unlock, hint);
      // What was open still is, and goes on with what this ended.
      if (this.current && this.state.signatures.kind === 'waiting') await this.checkSignatures();
    }
  }

  /** Opens a file that came with the open package, which is then the one that came with it. */
  openOther(file: File): void {
    const { current } = this;
    const { main, beside } = sortDropped([file]);
    if (!current || !main) return;
    const around = current.request.file;
    this.#dropped = [
      ...this.#dropped.filter((one) => one !== file),
      ...(around instanceof File ? [around] : []),
    ];
    void this.open({ file: main, beside: besideOf(main, [...beside, ...this.#dropped]), inside: [] }, []);
  }

  /** Shows the open product with a patch or transform applied. */
  applyOther(file: File): void {
    const { current } = this;
    if (!current) return;
    const additions = [...(current.request.additions ?? []), file];
    void this.open({ ...current.request, additions }, this.state.places.slice(0, -1));
  }

  /** Shows the open product without what was applied to it. */
  showWithout(): void {
    const { current } = this;
    if (!current) return;
    const { additions: _, ...request } = current.request;
    void this.open(request, this.state.places.slice(0, -1));
  }

  /** Opens what is inside the container that is open. */
  openInside(way: readonly string[]): void {
    const { current } = this;
    if (current) void this.open({ ...current.request, inside: way }, this.state.places);
  }

  /** Opens a file of the package as a package. */
  async openFile(file: FileRow): Promise<void> {
    const name = pathIn(file, 'target').split('/').at(-1)!;
    const blob = await this.#take(file, name);
    if (blob) void this.open({ file: new File([blob], name), beside: [], inside: [] }, this.state.places);
  }

  /** Goes back to a package that the open one is inside of. */
  backTo(place: OpenPlace): void {
    const { places } = this.state;
    void this.open(place.request, places.slice(0, places.indexOf(place)));
  }

  goTo(address: Place): void {
    history.replaceState(null, '', writePlace(address) || '#');
    this.#set({ address });
  }

  followAddress(): void {
    this.#set({ address: readPlace(location.hash) });
  }

  async checkSignatures(): Promise<void> {
    const generation = this.#generation;
    // Nothing was opened in it: its own signature is in what it is.
    const { kind, container } = this.current?.view.description ?? {};
    if (kind === 'cat' || (kind === 'exe' && container === null)) {
      this.#set({ signatures: { kind: 'known', signatures: [] } });
      return;
    }
    this.#set({ signatures: { kind: 'waiting' } });
    try {
      const signatures = await this.#work(strings.work.signatures, (onProgress) =>
        this.#helper.ask('signatures', null, onProgress),
      );
      if (generation === this.#generation) this.#set({ signatures: { kind: 'known', signatures } });
    } catch (error) {
      if (generation !== this.#generation) return;
      const isCancelled = error instanceof WorkError && error.code === CANCELLED;
      const message = isCancelled ? strings.overview.signatureCancelled : messageOf(error);
      this.#set({ signatures: { kind: 'failed', message } });
    }
  }

  async readVersions(): Promise<void> {
    const generation = this.#generation;
    try {
      const { files, warnings } = await this.#work(strings.work.versions, (onProgress) =>
        this.#helper.ask('readFiles', null, onProgress),
      );
      const place = this.current;
      if (generation !== this.#generation || !place) return;
      const all = [...new Set([...place.view.warnings, ...warnings])];
      this.#set({
        files,
        canReadVersions: false,
        places: [...this.state.places.slice(0, -1), { ...place, view: { ...place.view, warnings: all } }],
      });
    } catch (error) {
      if (generation === this.#generation) this.#failed(error, strings.files.versionsFailed);
    }
  }

  async takeFile(file: FileRow): Promise<void> {
    const name = pathIn(file, 'target').split('/').at(-1)!;
    const blob = await this.#take(file, name);
    if (!blob) return;
    this.#save(blob, name);
    this.#set({ notice: strings.errors.saved(name) });
  }

  async hashFile({ row }: FileRow): Promise<void> {
    try {
      const [hash = null] = await this.#work(strings.work.hashing, (onProgress) =>
        this.#helper.ask('hashFiles', { rows: [row] }, onProgress),
      );
      this.#set({ hashes: new Map([...this.state.hashes, [row, hash]]) });
    } catch (error) {
      this.#failed(error, strings.files.hashFailed);
    }
  }

  /** Asks the worker that answers at once; a failure is shown, and null is the answer. */
  async ask<Name extends Exclude<OperationName, 'open'>>(
    name: Name,
    request: RequestOf<Name>,
    heading: string,
  ): Promise<AnswerOf<Name> | null> {
    const generation = this.#generation;
    try {
      return await this.#reader.ask(name, request);
    } catch (error) {
      if (generation === this.#generation) this.#failed(error, heading);
      return null;
    }
  }

  /** Saves files of the package, or its image, as a zip archive. */
  async saveArchive(request: ArchiveRequest | 'image', name: string): Promise<void> {
    try {
      const { blob, warnings } = await this.#work(strings.work.archive(name), (onProgress) =>
        request === 'image'
          ? this.#helper.ask('archiveImage', null, onProgress)
          : this.#helper.ask('archiveFiles', request, onProgress),
      );
      this.#save(blob, name);
      this.#set({ notice: [strings.errors.saved(name), ...warnings].join(' ') });
    } catch (error) {
      this.#failed(error, name);
    }
  }

  /** Compares the package with the first of some articles, and keeps the others to be chosen. */
  async checkArticles(files: readonly File[]): Promise<void> {
    const [article] = files;
    if (!article) return;
    const names = new Set(files.map(({ name }) => name));
    this.#set({ articles: [...files, ...this.state.articles.filter(({ name }) => !names.has(name))] });
    // Which of them the article is for is not known, and an archive is not what it is about.
    if (this.current?.view.hasSeveral) {
      this.#set({ notice: strings.check.several(article.name) });
      return;
    }
    this.goTo({ view: 'check' });
    await this.check({ kb: null, article, product: null });
  }

  /** Compares the package with a published table. */
  async check(request: CheckRequest): Promise<void> {
    const generation = this.#generation;
    this.#set({ checked: null, checkRequest: request, problem: null });
    try {
      const checked = await this.#work(strings.work.check, (onProgress) =>
        this.#helper.ask('check', request, onProgress),
      );
      if (generation === this.#generation) this.#set({ checked });
    } catch (error) {
      if (generation === this.#generation) this.#failed(error, strings.check.failed);
    }
  }

  /** Compares the package with another one, which the other files may lie beside. */
  async compare(files: readonly File[]): Promise<void> {
    const other = sortDropped(files).main ?? files[0];
    const beside = files.filter((file) => file !== other);
    if (other) await this.#compareWith({ other, beside: besideOf(other, beside) });
  }

  /** Compares the package with one that came with it. */
  async compareOther(other: File): Promise<void> {
    this.goTo({ view: 'compare' });
    const beside = this.#dropped.filter((file) => file !== other);
    await this.#compareWith({ other, beside: besideOf(other, beside) });
  }

  async #compareWith(request: CompareRequest): Promise<void> {
    const { other } = request;
    const generation = this.#generation;
    this.#set({ compared: null, problem: null });
    try {
      const compared = await this.#work(strings.work.compare(other.name), (onProgress) =>
        this.#helper.ask('compare', request, onProgress),
      );
      if (generation === this.#generation) this.#set({ compared });
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#failed(error, strings.compare.failed(other.name), (password) => {
        void this.#compareWith({ ...request, password });
      });
    }
  }

  saveReport(): void {
    const { checked } = this.state;
    if (!checked) return;
    const name = `${checked.report.input.file}.report.html`;
    this.#save(new Blob([checked.html], { type: 'text/html' }), name);
    this.#set({ notice: strings.errors.saved(name) });
  }

  /** Saves what the worker answers with. */
  async saveAnswer(name: 'tableAsCsv', request: RequestOf<'tableAsCsv'>, file: string): Promise<void>;
  async saveAnswer(name: 'takeStream', request: RequestOf<'takeStream'>, file: string): Promise<void>;
  async saveAnswer(
    name: 'tableAsCsv' | 'takeStream',
    request: RequestOf<'tableAsCsv'> & RequestOf<'takeStream'>,
    file: string,
  ): Promise<void> {
    const blob = await this.ask(name, request, file);
    if (!blob) return;
    this.#save(blob, file);
    this.#set({ notice: strings.errors.saved(file) });
  }

  /** Ends what takes long. */
  cancel(): void {
    if (this.#reader.isBusy && !this.#helper.isBusy) this.#reader.cancel();
    this.#helper.cancel();
  }

  dismiss(): void {
    this.#set({ problem: null });
  }

  async #take(file: FileRow, name: string): Promise<Blob | null> {
    try {
      // The helper may have the package in another state: rows are those of the list that it gave last.
      return await this.#work(strings.work.taking(name), () =>
        this.#reader.ask('takeFile', { row: file.row }),
      );
    } catch (error) {
      this.#failed(error, name);
      return null;
    }
  }

  async #work<Answer>(
    title: string,
    ask: (onProgress: (progress: WorkProgress) => void) => Promise<Answer>,
  ): Promise<Answer> {
    const generation = this.#generation;
    const number = ++this.#lastWork;
    const isShown = (): boolean => number === this.#lastWork;
    this.#set({ work: { title, progress: null } });
    try {
      return await ask((progress) => {
        if (isShown()) this.#set({ work: { title, progress } });
      });
    } catch (error) {
      // Nobody waits for what was asked of a package that another one took the place of.
      throw generation === this.#generation ? error : new WorkError({ code: STALE, message: '' });
    } finally {
      if (isShown()) this.#set({ work: null });
    }
  }

  #failed(error: unknown, heading: string, unlock: Problem['unlock'] = this.#reopenWith(), hint = ''): void {
    const code = error instanceof WorkError ? error.code : 'INTERNAL';
    if (code === STALE) return;
    if (code === CANCELLED || code === WORKER_DIED) {
      this.#set({ notice: code === CANCELLED ? strings.work.cancelled : strings.work.died });
      return;
    }
    const message = messageOf(error);
    this.#set({
      problem: {
        heading,
        message:
          code === 'INTERNAL' ? `${strings.errors.bug} ${message}` : `${message}${hint && `. ${hint}`}`,
        unlock: code === 'ZIP_PASSWORD_NEEDED' || code === 'ZIP_PASSWORD_WRONG' ? unlock : null,
      },
    });
  }

  /** Opens the open package again with a password that its files need. */
  #reopenWith(): Problem['unlock'] {
    const { current } = this;
    if (!current) return null;
    return (password) => {
      const { address, places } = this.state;
      const request = { ...current.request, password };
      void this.open(request, places.slice(0, -1)).then(() => {
        if (this.current?.request === request) this.goTo(address);
      });
    };
  }

  #set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
