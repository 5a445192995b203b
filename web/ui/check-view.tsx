import { useEffect, useState } from 'preact/hooks';
import type { Checked, CheckRequest } from '../protocol.js';
import { strings } from '../strings.en.js';
import { PickFiles } from './drop-zone.js';
import type { Model } from './model.js';
import { Card, useAnswer, visible } from './parts.js';

const words = strings.check;

/** The package beside a published table. */
export function CheckView({
  model,
  checked,
  request,
  isBusy,
}: {
  model: Model;
  checked: Checked | null;
  request: CheckRequest | null;
  isBusy: boolean;
}) {
  const known = useAnswer(model, 'knownArticles', null, words.heading) ?? [];
  const [kb, setKb] = useState('');
  const [product, setProduct] = useState('');
  const chosen = kb || known[0]?.kb || null;
  const products = request?.article
    ? (checked?.products ?? [])
    : (known.find((one) => one.kb === chosen)?.products ?? []);
  useEffect(() => setProduct(request?.product ?? ''), [request]);
  const run = (article: File | null): void => {
    const isSame = article === request?.article;
    void model.check({
      kb: article ? null : chosen,
      article,
      product: product === '' || !isSame ? null : product,
    });
  };
  return (
    <div class="stack wide">
      <Card title={words.heading}>
        <div class="bar">
          <label>
            <span>{words.article}</span>
            <select
              id="article"
              value={request?.article ? 'file' : (chosen ?? '')}
              onChange={(event) => setKb(event.currentTarget.value)}
            >
              {request?.article ? <option value="file">{request.article.name}</option> : null}
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
            disabled={isBusy || (chosen === null && !request?.article)}
            onClick={() => run(kb === '' ? (request?.article ?? null) : null)}
          >
            {words.run}
          </button>
          <PickFiles
            id="pick-article"
            label={words.file}
            isMultiple={false}
            onFiles={([file]) => {
              setKb('');
              if (file) run(file);
            }}
          />
        </div>
        <p class="small soft">{words.fileHint}</p>
      </Card>
      {checked ? <Result model={model} checked={checked} /> : null}
    </div>
  );
}

function Result({ model, checked }: { model: Model; checked: Checked }) {
  const { report, reason, problems, isWeak } = checked;
  const { verdict, verification, warnings } = report;
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
          <ul class="list">
            {wrong.map((one) => (
              <li key={one}>{visible(one)}</li>
            ))}
          </ul>
        </Card>
      )}
      {warnings.length === 0 ? null : (
        <Card title={strings.overview.warnings} tone="warn">
          <ul class="list">
            {warnings.map(({ message }) => (
              <li key={message}>{visible(message)}</li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={words.table}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it takes the focus */}
        <section class="scroll" tabIndex={0} aria-label={words.table}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.columns.status}</th>
                <th scope="col">{words.columns.file}</th>
                <th scope="col">{words.columns.platform}</th>
                <th scope="col">{words.columns.published}</th>
                <th scope="col">{words.columns.found}</th>
                <th scope="col" class="right">
                  {words.columns.sizePublished}
                </th>
                <th scope="col" class="right">
                  {words.columns.sizeFound}
                </th>
              </tr>
            </thead>
            <tbody>
              {files.map(({ name, platform, status, path, expected, actual }) => (
                <tr key={`${name} ${platform} ${path} ${expected.version} ${expected.size}`}>
                  <td>
                    <span
                      class={`tag whole ${status === 'match' ? 'good' : status === 'ambiguous' ? 'warn' : 'bad'}`}
                    >
                      {status}
                    </span>
                  </td>
                  <td title={path ?? undefined}>{visible(name)}</td>
                  <td>{platform}</td>
                  <td class="mono">{expected.version}</td>
                  <td class="mono">{actual?.version}</td>
                  <td class="mono right">{expected.size === null ? '' : strings.number(expected.size)}</td>
                  <td class="mono right">{actual?.size == null ? '' : strings.number(actual.size)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </Card>
    </>
  );
}
