import { strings } from '../strings.en.js';
import type { Model, State } from './model.js';
import { Card, visible } from './parts.js';

const words = strings.overview;

/** What came with the open package: the patches that are applied to it, and packages that are not part of it. */
export function Others({ model, state: { others, places } }: { model: Model; state: State }) {
  const { request, view } = places.at(-1)!;
  const { additions = [] } = request;
  const rest = others.filter((file) => !additions.includes(file));
  const isProduct = view.description.kind === 'msi';
  return (
    <>
      {additions.length === 0 ? null : (
        <Card title={words.applied}>
          <ul class="plain">
            {additions.map(({ name }, i) => (
              <li key={i} class="mono">
                {visible(name)}
              </li>
            ))}
          </ul>
          <button type="button" class="small" onClick={() => model.showWithout()}>
            {words.without}
          </button>
        </Card>
      )}
      {rest.length === 0 ? null : (
        <Card title={words.others}>
          <p class="small soft">{words.othersHint}</p>
          <ul class="plain">
            {rest.slice(0, SHOWN).map((file, i) => (
              <li key={i}>
                <span class="mono">{visible(file.name)}</span>{' '}
                {isProduct && /\.ms[pt]$/i.test(file.name) ? (
                  <Action name={words.applyNamed(file.name)} onClick={() => model.applyOther(file)}>
                    {words.apply}
                  </Action>
                ) : null}
                <Action name={words.openNamed(file.name)} onClick={() => model.openOther(file)}>
                  {words.open}
                </Action>
                <Action name={words.compareNamed(file.name)} onClick={() => void model.compareOther(file)}>
                  {words.compare}
                </Action>
              </li>
            ))}
            {rest.length > SHOWN ? <li class="soft">{strings.more(rest.length - SHOWN)}</li> : null}
          </ul>
        </Card>
      )}
    </>
  );
}

/** Files that are listed. */
const SHOWN = 50;

function Action({ name, onClick, children }: { name: string; onClick: () => void; children: string }) {
  return (
    <>
      <button type="button" class="small" aria-label={name} onClick={onClick}>
        {children}
      </button>{' '}
    </>
  );
}
