import { useEffect, useState } from 'preact/hooks';
import type { VerifiedFile } from '../../src/hotfix/verify/verified-file.js';
import type { Checked, CheckRequest } from '../protocol.js';
import { strings } from '../strings.en.js';
import { PickFiles } from './drop-zone.js';
import { Grid, type GridColumn } from './grid.js';
import type { Model } from './model.js';
import { Card, Messages, useAnswer } from './parts.js';

const words = strings.check;

/** The package beside a published table. */
export function CheckView({
  model,
  checked,
  request,
  articles,
  isBusy,
}: {
  model: Model;
  checked: Checked | null;
  request: CheckRequest | null;
  articles: readonly File[];
  isBusy: boolean;
}) {
  const known = useAnswer(model, 'knownArticles', null, words.heading) ?? [];
  // What is chosen, until it is asked for: then that is what the result is of.
  const [choice, setChoice] = useState<string | null>(null);
  const [product, setProduct] = useState('');
  const asked = request?.article ? fileChoice(articles.indexOf(request.article)) : request?.kb;
  const chosen = choice ?? asked ?? (articles.length > 0 ? fileChoice(0) : (known[0]?.kb ?? ''));
  const article = articles.find((_, i) => fileChoice(i) === chosen) ?? null;
  const products = article
    ? article === request?.article
      ? (checked?.products ?? [])
      : []
    : (known.find((one) => one.kb === chosen)?.products ?? []);
  useEffect(() => {
    setChoice(null);
    setProduct(request?.product ?? '');
  }, [request]);
  return (
    <div class="stack wide">
      <Card title={words.heading}>
        <div class="bar">
          <label>
            <span>{words.article}</span>
            <select
              id="article"
              class="long"
              value={chosen}
              onChange={(event) => {
                setChoice(event.currentTarget.value);
                setProduct('');
              }}
            >
              {articles.map(({ name }, i) => (
                <option key={fileChoice(i)} value={fileChoice(i)}>
                  {name}
                </option>
              ))}
              {known.map((one) => (
                <option key={one.kb} value={one.kb}>
                  {words.builtIn(one.kb, one.title)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{words.product}</span>
            <select id="product" value={product} onChange={(event) => setProduct(event.currentTarget.value)}>
              <option value="">{words.automatic}</option>
              {products.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <button
            type="button"
            class="main"
            disabled={isBusy || chosen === ''}
            onClick={() =>
              void model.check({
                kb: article ? null : chosen,
                article,
                product: product === '' ? null : product,
              })
            }
          >
            {words.run}
          </button>
          <PickFiles
            id="pick-article"
            label={words.file}
            onFiles={(files) => void model.checkArticles(files)}
          />
        </div>
        <p class="small soft">{words.fileHint}</p>
        {articles.length > 1 && request?.article ? (
          <p class="small strong" role="status">
            {words.articles(articles.length, request.article.name)}
          </p>
        ) : null}
      </Card>
      {checked ? <Result model={model} checked={checked} /> : null}
    </div>
  );
}

/** How a file is named among what can be chosen: a number of an article has no letters. */
const fileChoice = (index: number): string => `file ${index}`;

function Result({ model, checked }: { model: Model; checked: Checked }) {
  const { report, reason, problems, isWeak } = checked;
  const [selected, setSelected] = useState(-1);
  useEffect(() => setSelected(-1), [checked]);
  const { verdict, verification, warnings, advice } = report;
  if (!verification) return null;
  const { counts, files } = verification;
  const tone = verification.ok ? (isWeak ? 'warn' : 'good') : 'bad';
  const wrong = problems.flatMap((problem) => problem ?? []);
  return (
    <>
      <section class={`card toned verdict ${tone}`}>
        <div>
          <h2>{verdict.headline}</h2>
          {verdict.reasons.map((one) => (
            <p key={one}>{one}</p>
          ))}
          {verdict.signatures ? <p>{verdict.signatures.text}</p> : null}
          <p class="soft small">{reason}</p>
        </div>
        <ul class="counts">
          {(['match', 'mismatch', 'missing', 'ambiguous'] as const).map((status) => (
            <li key={status}>
              <b>{strings.number(counts[status])}</b> {words.counts[status]}
            </li>
          ))}
        </ul>
        <button type="button" class="main" onClick={() => model.saveReport()}>
          {words.save}
        </button>
      </section>
      {wrong.length === 0 ? null : (
        <Card title={words.wrong} tone="bad">
          <Messages messages={wrong} />
        </Card>
      )}
      {advice.length === 0 ? null : (
        <Card title={words.advice}>
          <Messages messages={advice} />
        </Card>
      )}
      {warnings.length === 0 ? null : (
        <Card title={strings.overview.warnings} tone="warn">
          <Messages messages={warnings.map(({ message }) => message)} />
        </Card>
      )}
      <section>
        <h2>{words.files(files.length)}</h2>
        <Grid
          id="checked"
          label={words.table}
          columns={columns}
          lines={files}
          keyOf={(_, index) => String(index)}
          selected={selected}
          onSelect={setSelected}
          minWidth="46rem"
          empty=""
          isShort
        />
      </section>
    </>
  );
}

const tones = { match: 'good', mismatch: 'bad', missing: 'bad', ambiguous: 'warn' } as const;

const textColumn = (
  key: keyof typeof words.columns,
  width: string,
  cell: (file: VerifiedFile) => string | null | undefined,
  more: Partial<GridColumn<VerifiedFile>> = {},
): GridColumn<VerifiedFile> => ({
  key,
  title: words.columns[key],
  width,
  cell,
  hint: (file) => cell(file) ?? '',
  ...more,
});

const sizeText = (size: number | null | undefined): string => (size == null ? '' : strings.number(size));

const columns: GridColumn<VerifiedFile>[] = [
  {
    key: 'status',
    title: words.columns.status,
    width: '7rem',
    cell: ({ status }) => <span class={`tag whole ${tones[status]}`}>{status}</span>,
  },
  textColumn('file', 'minmax(11rem, 2fr)', ({ name }) => name, { hint: ({ name, path }) => path ?? name }),
  textColumn('platform', '6rem', ({ platform }) => platform),
  textColumn('published', 'minmax(8rem, 1fr)', ({ expected }) => expected.version, { isMono: true }),
  textColumn('found', 'minmax(8rem, 1fr)', ({ actual }) => actual?.version, { isMono: true }),
  textColumn('sizePublished', '8.5rem', ({ expected }) => sizeText(expected.size), {
    isMono: true,
    align: 'right',
  }),
  textColumn('sizeFound', '8.5rem', ({ actual }) => sizeText(actual?.size), { isMono: true, align: 'right' }),
];
