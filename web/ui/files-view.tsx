import { useEffect, useMemo, useState } from 'preact/hooks';
import type { FileRow } from '../protocol.js';
import { strings } from '../strings.en.js';
import { isPackageName } from './dropped.js';
import {
  addressOf,
  buildTree,
  type FolderNode,
  filesBelow,
  findFile,
  fitsText,
  flatLines,
  foldersOf,
  type Layout,
  type ListLine,
  openAtFirst,
  pathIn,
  type Sorting,
  type SortKey,
  TreeOrder,
  treeLines,
} from './file-tree.js';
import { Grid, type GridColumn } from './grid.js';
import { DeadLink, Facts, useFilterText, useFitting, visible } from './parts.js';

const words = strings.files;

export interface FilesViewProps {
  files: readonly FileRow[];
  /** The path or key of the file that the address names. */
  wanted: string | null;
  onSelect: (path: string | null) => void;
  onTake: (file: FileRow) => void;
  onHash: (file: FileRow) => void;
  onOpen: (file: FileRow) => void;
  /** Saves files as a zip archive; `below` is the folder that was asked for. */
  onArchive: (files: readonly FileRow[], layout: Layout, below: string) => void;
  /** Null for what has no image. */
  onImage: (() => void) | null;
  hashes: ReadonlyMap<number, string | null>;
  /** Null where versions were read already. */
  onReadVersions: (() => void) | null;
}

export function FilesView(props: FilesViewProps) {
  const { files, wanted } = props;
  const [layout, setLayout] = useState<Layout>('target');
  const [isTree, setTree] = useState(true);
  const [typed, setText] = useState('');
  const text = useFilterText(typed, files.length);
  const [sorting, setSorting] = useState<Sorting>({ key: 'name', isDescending: false });
  const root = useMemo(() => buildTree(files, layout), [files, layout]);
  const first = useMemo(() => openAtFirst(root), [root]);
  const [folded, setFolded] = useState<ReadonlyMap<string, boolean>>(new Map());
  const fits = useMemo(() => fitsText(text, layout), [text, layout]);
  const fitting = useFitting(files, fits);
  const order = useMemo(() => new TreeOrder(files, sorting), [files, sorting]);
  // Sorted once: a filter leaves lines out.
  const flat = useMemo(
    () => (isTree ? [] : flatLines(files, sorting, layout)),
    [isTree, files, sorting, layout],
  );
  const lines = useMemo((): readonly ListLine[] => {
    if (fitting !== files) {
      const fits = new Set(fitting);
      return isTree
        ? treeLines(order.fitting(root, fits), () => true, order, layout)
        : flat.filter(({ file }) => fits.has(file));
    }
    if (!isTree) return flat;
    const isOpen = ({ path }: { path: string }): boolean => folded.get(path) ?? first.has(path);
    return treeLines(root, isOpen, order, layout);
  }, [isTree, fitting, files, order, layout, root, folded, first, flat]);

  const [selected, setSelected] = useState<string | null>(null);
  const at = useMemo(() => placeOf(lines, selected), [lines, selected]);
  const line = lines[at];
  const file = line?.kind === 'file' ? line.file : null;

  // The address names a file: the folders around it are opened, and it is selected.
  useEffect(() => {
    if (wanted === null) return;
    const found = findFile(files, wanted);
    if (!found || `f${found.row}` === selected) return;
    // Members of a cabinet may share a path and a key: the one that was clicked stays.
    if (file && addressOf(files, file) === wanted) return;
    setFolded(
      (before) => new Map([...before, ...foldersOf(pathIn(found, layout)).map((p) => [p, true] as const)]),
    );
    setText('');
    setSelected(`f${found.row}`);
  }, [wanted, files]);

  const select = (index: number): void => {
    const next = lines[index];
    if (!next) return;
    setSelected(keyOf(next));
    props.onSelect(next.kind === 'file' ? addressOf(files, next.file) : null);
  };
  const fold = (next: ListLine, isOpen: boolean): void => {
    if (next.kind !== 'folder') return;
    setFolded((before) => new Map([...before, [next.folder.path, isOpen]]));
  };
  const open = (next: ListLine): void => {
    if (next.kind === 'folder') fold(next, !next.isOpen);
    else props.onTake(next.file);
  };
  const sort = (key: string): void => {
    setSorting(({ key: before, isDescending }) => {
      const isSame = before === key;
      return { key: key as SortKey, isDescending: isSame ? !isDescending : key === 'size' };
    });
  };

  const dead = useMemo(() => (wanted !== null && !findFile(files, wanted) ? wanted : null), [wanted, files]);
  const deadLink = dead === null ? null : <DeadLink>{strings.dead.file(dead)}</DeadLink>;
  if (files.length === 0) {
    return (
      <>
        {deadLink}
        <p class="notice">{words.none}</p>
      </>
    );
  }
  return (
    <div class="files">
      {deadLink}
      <div class="bar">
        <label class="grow">
          <span>{words.filter}</span>
          <input
            type="search"
            id="filter"
            value={typed}
            placeholder={words.filterHint}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <label>
          <span>{words.layout}</span>
          <select
            id="layout"
            value={layout}
            onChange={(event) => setLayout(event.currentTarget.value as Layout)}
          >
            <option value="target">{words.target}</option>
            <option value="source">{words.source}</option>
          </select>
        </label>
        <label>
          <span>{words.view}</span>
          <select
            id="shape"
            value={isTree ? 'tree' : 'flat'}
            onChange={(event) => setTree(event.currentTarget.value === 'tree')}
          >
            <option value="tree">{words.tree}</option>
            <option value="flat">{words.flat}</option>
          </select>
        </label>
        {props.onReadVersions ? (
          <button type="button" onClick={props.onReadVersions}>
            {words.readVersions}
          </button>
        ) : null}
        <button
          type="button"
          disabled={!fitting.some(({ isHere }) => isHere)}
          onClick={() => props.onArchive(fitting, layout, '')}
        >
          {fitting === files ? strings.folder.takeAll : strings.folder.takeShown}
        </button>
        {props.onImage ? (
          <button type="button" title={strings.folder.imageHint} onClick={props.onImage}>
            {strings.folder.image}
          </button>
        ) : null}
        <output class="soft">{words.shown(fitting.length, files.length)}</output>
      </div>
      <div class={`split${line ? ' has-details' : ''}`}>
        <Grid
          id="file"
          label={words.label}
          columns={columns(fold)}
          lines={lines}
          keyOf={keyOf}
          sorting={sorting}
          onSort={sort}
          selected={at}
          onSelect={select}
          onOpen={open}
          onFold={fold}
          {...(isTree ? { levelOf } : {})}
          stacked={stacked}
          empty={words.noneFit}
        />
        {line?.kind === 'folder' ? (
          <FolderDetails
            folder={line.folder}
            onTake={() => props.onArchive(filesBelow(line.folder), layout, line.folder.path)}
            onClose={() => setSelected(null)}
          />
        ) : null}
        {file ? <Details file={file} {...props} onClose={() => setSelected(null)} /> : null}
      </div>
    </div>
  );
}

/** Where the selected line is; -1 if it is not seen. No key is made of each line: there may be many. */
function placeOf(lines: readonly ListLine[], key: string | null): number {
  if (key === null) return -1;
  const isFile = key.startsWith('f');
  const row = Number(key.slice(1));
  return lines.findIndex((line) =>
    line.kind === 'file' ? isFile && line.file.row === row : !isFile && `d${line.folder.path}` === key,
  );
}

/** On a phone the name has a row of its own. */
const stacked = { below: 480, second: { version: '8.5rem', platform: '4rem', size: 'minmax(0, 1fr)' } };

const keyOf = (line: ListLine): string =>
  line.kind === 'file' ? `f${line.file.row}` : `d${line.folder.path}`;

const levelOf = (line: ListLine) => ({
  level: line.level,
  isOpen: line.kind === 'folder' ? line.isOpen : null,
});

const columns = (fold: (line: ListLine, isOpen: boolean) => void): GridColumn<ListLine>[] => [
  {
    key: 'name',
    title: words.columns.name,
    width: 'minmax(9rem, 3fr)',
    hint: (line) => (line.kind === 'file' ? line.name : line.folder.path),
    cell: (line) => (
      <span class="name" style={{ paddingLeft: `${(line.level - 1) * 18}px` }}>
        {line.kind === 'folder' ? (
          <button
            type="button"
            class="fold"
            tabIndex={-1}
            aria-hidden="true"
            onClick={(event) => {
              event.stopPropagation();
              fold(line, !line.isOpen);
            }}
          >
            {line.isOpen ? '▾' : '▸'}
          </button>
        ) : (
          <span class="fold" />
        )}
        {line.kind === 'folder' ? <b>{visible(line.folder.name)}</b> : visible(line.name)}
        {line.kind === 'folder' ? (
          <span class="soft small"> {strings.counted(line.folder.count, 'file')}</span>
        ) : null}
      </span>
    ),
  },
  fileColumn('version', '9.5rem', ({ version }) => version, { isMono: true, from: 320 }),
  fileColumn('platform', '5.5rem', ({ platform }) => platform, { from: 620 }),
  {
    key: 'size',
    title: words.columns.size,
    width: '8rem',
    align: 'right',
    isMono: true,
    from: 480,
    cell: (line) => strings.number(line.kind === 'file' ? line.file.size : line.folder.size),
  },
  fileColumn('modified', '10.5rem', ({ modified }) => modified?.slice(0, 16).replace('T', ' '), {
    isMono: true,
    from: 780,
  }),
  fileColumn('component', 'minmax(8rem, 1fr)', ({ component }) => component, { from: 980 }),
  fileColumn('feature', 'minmax(7rem, 1fr)', ({ feature }) => feature, { from: 1120 }),
];

function fileColumn(
  key: 'version' | 'platform' | 'modified' | 'component' | 'feature',
  width: string,
  value: (file: FileRow) => string | null | undefined,
  more: Partial<GridColumn<ListLine>> = {},
): GridColumn<ListLine> {
  const text = (line: ListLine): string => (line.kind === 'file' ? (value(line.file) ?? '') : '');
  return { key, title: words.columns[key], width, cell: text, hint: text, ...more };
}

function FolderDetails({
  folder,
  onTake,
  onClose,
}: {
  folder: FolderNode;
  onTake: () => void;
  onClose: () => void;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it takes the focus
    <aside class="details" aria-label={strings.folder.details} tabIndex={0}>
      <div class="details-head">
        <h2>{visible(folder.name)}</h2>
        <button type="button" class="plain-button" aria-label={words.close} onClick={onClose}>
          ✕
        </button>
      </div>
      <div class="buttons">
        <button type="button" class="main" onClick={onTake}>
          {strings.folder.take}
        </button>
      </div>
      <Facts
        facts={[
          [words.path, folder.path, true],
          [strings.folder.files, strings.number(folder.count)],
          [strings.folder.size, strings.sizeBoth(folder.size, strings.size(folder.size))],
        ]}
      />
    </aside>
  );
}

function Details({
  file,
  hashes,
  onTake,
  onHash,
  onOpen,
  onClose,
}: FilesViewProps & { file: FileRow; onClose: () => void }) {
  const hash = hashes.get(file.row);
  const { patch } = file;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it takes the focus
    <aside class="details" aria-label={words.details} tabIndex={0}>
      <div class="details-head">
        <h2>{visible(pathIn(file, 'target').split('/').at(-1))}</h2>
        <button type="button" class="plain-button" aria-label={words.close} onClick={onClose}>
          ✕
        </button>
      </div>
      <div class="buttons">
        <button type="button" class="main" disabled={!file.isHere} onClick={() => onTake(file)}>
          {words.take}
        </button>
        {hash === undefined ? (
          <button type="button" disabled={!file.isHere} onClick={() => onHash(file)}>
            {words.computeHash}
          </button>
        ) : null}
        {file.isHere && isPackageName(pathIn(file, 'target')) ? (
          <button type="button" onClick={() => onOpen(file)}>
            {words.open}
          </button>
        ) : null}
      </div>
      {file.isHere ? null : <p class="small">{words.notHere}</p>}
      <Facts
        facts={[
          [words.path, file.targetPath, true],
          [words.sourcePath, file.sourcePath === file.targetPath ? null : file.sourcePath, true],
          [words.columns.size, strings.sizeBoth(file.size, strings.size(file.size))],
          [
            words.columns.version,
            file.statedVersion
              ? `${file.version} (${words.statedVersion(file.statedVersion)})`
              : file.version,
            true,
          ],
          [words.columns.platform, file.platform],
          [words.language, file.language],
          [words.columns.modified, file.modified, true],
          [words.columns.key, file.key, true],
          [words.columns.component, file.component, true],
          [words.columns.feature, file.feature],
          [words.cabinet, file.cabinet, true],
          [words.hash, hash ?? file.sha256, true],
          [
            words.change,
            patch &&
              `${patch.change}, ${patch.delivery ?? '–'}, ${patch.version.before ?? '–'} → ${patch.version.after ?? '–'}`,
          ],
        ]}
      />
    </aside>
  );
}
