import { useEffect, useState } from 'preact/hooks';
import { printable } from '../../src/core/visible-text.js';
import { strings } from '../strings.en.js';
import { CheckView } from './check-view.js';
import { CompareView } from './compare-view.js';
import { DropZone, PickFiles, useIncomingFiles } from './drop-zone.js';
import { FilesView } from './files-view.js';
import type { Model, State } from './model.js';
import { Others } from './others.js';
import { Overview } from './overview.js';
import { DeadLink, useFocusAtFirst, visible } from './parts.js';
import { PatchView } from './patch-view.js';
import { SequencesView } from './sequences-view.js';
import { TablesView } from './tables-view.js';

function useModel(model: Model): State {
  const [state, setState] = useState(model.state);
  useEffect(() => model.subscribe(() => setState(model.state)), [model]);
  return state;
}

export function App({ model }: { model: Model }) {
  const state = useModel(model);
  const isOver = useIncomingFiles((files) => model.openFiles(files));
  const place = state.places.at(-1) ?? null;
  useEffect(() => {
    const follow = (): void => model.followAddress();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [model]);
  useEffect(() => {
    document.title = place ? strings.titleOf(printable(place.view.description.name)) : strings.title;
  }, [place]);
  return (
    <div class={`page${place ? ' is-open' : ''}`}>
      <header>
        <h1>{strings.title}</h1>
        {place ? <Way model={model} state={state} /> : <p class="soft">{strings.tagline}</p>}
        {place ? (
          <PickFiles id="pick" label={strings.drop.another} onFiles={(files) => model.openFiles(files)} />
        ) : null}
      </header>
      {state.problem ? <ProblemBox model={model} state={state} /> : null}
      {place ? (
        <Views model={model} state={state} />
      ) : (
        <main class="start">
          <DropZone onFiles={(files) => model.openFiles(files)} />
        </main>
      )}
      <StatusLine model={model} state={state} />
      {isOver ? (
        <div class="over">
          <p>{strings.drop.release}</p>
        </div>
      ) : null}
    </div>
  );
}

/** The packages that lead to the open one. */
function Way({ model, state: { places } }: { model: Model; state: State }) {
  return (
    <nav class="way" aria-label={strings.way}>
      {places.map((place, i) => {
        const { description } = place.view;
        const own = i === 0 || place.request.inside.length > 0 ? description.name : place.request.file.name;
        const name = [own, ...(place.request.additions ?? []).map((one) => one.name)].join(' + ');
        return i < places.length - 1 ? (
          <span key={i}>
            <button
              type="button"
              class="plain-button link"
              aria-label={strings.back(name)}
              onClick={() => model.backTo(place)}
            >
              {name}
            </button>
            <span aria-hidden="true"> › </span>
          </span>
        ) : (
          <strong key={i} aria-current="page">
            {visible(name)}
          </strong>
        );
      })}
    </nav>
  );
}

/** Does what takes away the button that was pressed: the focus goes where what happened is said. */
function leaving(act: () => void): void {
  act();
  document.getElementById('status')?.focus();
}

function StatusLine({ model, state: { work, notice } }: { model: Model; state: State }) {
  const progress = work?.progress;
  const share = progress && progress.total > 0 ? progress.done / progress.total : null;
  return (
    <footer class="status">
      <p role="status" id="status" tabIndex={-1}>
        {work ? work.title : notice}
      </p>
      {work ? (
        <>
          <progress aria-label={work.title} {...(share === null ? {} : { value: share })} />
          {share === null ? null : <span class="mono small">{strings.work.percent(share)}</span>}
          <button type="button" class="small" onClick={() => leaving(() => model.cancel())}>
            {strings.work.cancel}
          </button>
        </>
      ) : null}
      <span class="quiet">{strings.quiet}</span>
    </footer>
  );
}

function ProblemBox({ model, state: { problem } }: { model: Model; state: State }) {
  const box = useFocusAtFirst<HTMLDivElement>();
  const [password, setPassword] = useState('');
  if (!problem) return null;
  const { heading, message, unlock } = problem;
  return (
    <div class="card toned bad problem" role="alert" tabIndex={-1} ref={box}>
      <h2>{heading}</h2>
      <p class="message">{visible(message)}</p>
      {unlock ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            unlock(password);
          }}
        >
          <label>
            <span>{strings.errors.password}</span>
            <input
              type="password"
              value={password}
              autocomplete="off"
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="main">
            {strings.errors.unlock}
          </button>
        </form>
      ) : null}
      <button type="button" onClick={() => leaving(() => model.dismiss())}>
        {strings.errors.dismiss}
      </button>
    </div>
  );
}

interface View {
  id: string;
  title: string;
  count?: number;
}

function viewsOf({ places, files }: State): View[] {
  const { description, tables } = places.at(-1)!.view;
  const { kind } = description;
  const { tabs } = strings;
  return [
    { id: 'overview', title: tabs.overview },
    ...(kind === 'cat' ? [] : [{ id: 'files', title: tabs.files, count: files.length }]),
    ...(tables.length > 0 ? [{ id: 'tables', title: tabs.tables, count: tables.length }] : []),
    ...(kind === 'msi' || kind === 'msm' ? [{ id: 'sequences', title: tabs.sequences }] : []),
    ...(kind === 'msp' || kind === 'mst'
      ? [{ id: 'patch', title: kind === 'msp' ? tabs.patch : tabs.transform }]
      : []),
    ...(files.length > 0 ? [{ id: 'check', title: tabs.check }] : []),
    ...(kind === 'cat' || kind === 'exe' ? [] : [{ id: 'compare', title: tabs.compare }]),
  ];
}

function Views({ model, state }: { model: Model; state: State }) {
  const { address, places } = state;
  const views = viewsOf(state);
  const shown = views.find(({ id }) => id === address.view) ?? views[0]!;
  const { view } = places.at(-1)!;
  const move = (event: KeyboardEvent): void => {
    const at = views.indexOf(shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    const next = views.at(to % views.length)!;
    model.goTo({ view: next.id });
    document.getElementById(`tab-${next.id}`)?.focus();
    event.preventDefault();
  };
  return (
    <main>
      <div class="tabs" role="tablist" aria-label={strings.tabs.label}>
        {views.map(({ id, title, count }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-controls="view"
            aria-selected={id === shown.id}
            tabIndex={id === shown.id ? 0 : -1}
            onClick={() => model.goTo({ view: id })}
            onKeyDown={move}
          >
            {title}
            {count === undefined ? null : (
              <>
                <span class="unseen">, </span>
                <span class="count">{strings.number(count)}</span>
              </>
            )}
          </button>
        ))}
      </div>
      <div
        key={places.length}
        id="view"
        role="tabpanel"
        aria-labelledby={`tab-${shown.id}`}
        class={`view view-${shown.id}`}
      >
        {shown.id === address.view ? null : <DeadLink>{strings.dead.view(address.view)}</DeadLink>}
        {shown.id === 'overview' ? (
          <Overview
            view={view}
            signatures={state.signatures}
            onCheckSignatures={() => model.checkSignatures()}
            onOpenInside={(way) => model.openInside(way)}
            others={<Others model={model} state={state} />}
          />
        ) : null}
        {shown.id === 'tables' ? (
          <TablesView
            model={model}
            tables={view.tables}
            table={address.table ?? null}
            row={address.row ?? null}
          />
        ) : null}
        {shown.id === 'compare' ? <CompareView model={model} compared={state.compared} /> : null}
        {shown.id === 'check' ? (
          <CheckView
            model={model}
            checked={state.checked}
            request={state.checkRequest}
            articles={state.articles}
            isBusy={state.work !== null}
          />
        ) : null}
        {shown.id === 'sequences' ? <SequencesView model={model} /> : null}
        {shown.id === 'patch' ? <PatchView description={view.description} /> : null}
        {shown.id === 'files' ? (
          <FilesView
            files={state.files}
            wanted={address.file ?? null}
            onSelect={(file) => model.goTo(file === null ? { view: 'files' } : { view: 'files', file })}
            onTake={(file) => void model.takeFile(file)}
            onHash={(file) => void model.hashFile(file)}
            onOpen={(file) => void model.openFile(file)}
            onArchive={(files, layout, below) =>
              void model.saveArchive(
                { rows: files.flatMap(({ isHere, row }) => (isHere ? [row] : [])), layout, below },
                `${(below || view.description.name).split('/').at(-1)}.zip`,
              )
            }
            onImage={
              view.description.kind === 'msi'
                ? () => void model.saveArchive('image', `${view.description.name}.image.zip`)
                : null
            }
            hashes={state.hashes}
            onReadVersions={state.canReadVersions && !state.work ? () => void model.readVersions() : null}
          />
        ) : null}
      </div>
    </main>
  );
}
