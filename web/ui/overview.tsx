import type { ComponentChildren } from 'preact';
import type { PackageDescription } from '../../src/hotfix/describe/describe-package.js';
import type { InsideDescription } from '../../src/package/inspect/describe-container.js';
import type { PackageSignature } from '../../src/package/signature/package-signatures.js';
import type { OpenedView } from '../protocol.js';
import { strings } from '../strings.en.js';
import { Card, type Fact, Facts, Messages, visible } from './parts.js';
import type { SignatureState } from './signature-state.js';

const words = strings.overview;

export function Overview({
  view,
  signatures,
  onCheckSignatures,
  onOpenInside,
  others,
}: {
  view: OpenedView;
  signatures: SignatureState;
  onCheckSignatures: () => void;
  onOpenInside: (way: readonly string[]) => void;
  /** What came with it. */
  others: ComponentChildren;
}) {
  const { description, warnings, failure, hasSeveral } = view;
  return (
    <div class="columns">
      <div>
        {failure === null ? null : (
          <Card title={strings.errors.part} tone="bad">
            <p>{visible(failure)}</p>
          </Card>
        )}
        <Card title={words.what}>
          <Facts facts={whatItIs(description)} />
        </Card>
        {description.product ? (
          <Card title={words.product}>
            <Facts facts={productFacts(description)} />
          </Card>
        ) : null}
        <Chain description={description} />
        <Inside description={description} hasSeveral={hasSeveral} onOpen={onOpenInside} />
        <Cabinets description={description} />
        {others}
      </div>
      <div>
        <SignatureCard description={description} state={signatures} onCheck={onCheckSignatures} />
        <Card title={words.warnings} tone={warnings.length > 0 ? 'warn' : 'good'}>
          {warnings.length === 0 ? <p>{words.noWarnings}</p> : <Messages messages={warnings} />}
        </Card>
        <Summary description={description} />
      </div>
    </div>
  );
}

function whatItIs(description: PackageDescription): Fact[] {
  const { kind, container, inside, size, nameSays, source, counts, schema } = description;
  const isItself = container !== null && inside.length === 0;
  const how = source && [
    source.administrativeImage ? words.image : source.compressed ? words.compressed : words.uncompressed,
    source.shortNames ? words.shortNames : words.longNames,
  ];
  return [
    [words.kind, isItself ? container.title : (words.kinds[kind] ?? kind)],
    [words.container, isItself ? null : container?.title],
    [words.inside, inside.join(' › '), true],
    [words.size, size === null ? null : strings.sizeBoth(size, strings.size(size))],
    [words.nameSays, nameFacts(nameSays)],
    [
      words.holds,
      Object.entries(counts)
        .map(([name, count]) => strings.counted(count, words.counts[name] ?? name, pluralOf(name)))
        .join(', '),
    ],
    [words.platform, description.platform],
    [words.languages, description.languages.join(', ')],
    [words.schema, schema === null || kind === 'mst' ? null : words.schemaOf(schema)],
    [words.source, how?.join(', ')],
    [words.codePage, description.codePage === null ? null : String(description.codePage)],
    [words.packageCode, description.packageCode, true],
    ...Object.entries(container?.facts ?? {}).map(([label, value]): Fact => [label, value]),
  ];
}

const pluralOf = (name: string): string => (name.endsWith('s') ? name : `${name}s`);

function nameFacts(name: PackageDescription['nameSays']): string | null {
  if (!name) return null;
  const { product, productName, servicePack, kb, language, platform } = name;
  return [productName ?? product, servicePack, kb === null ? null : `KB${kb}`, language?.name, platform]
    .filter((fact) => fact !== null && fact !== undefined)
    .join(', ');
}

function productFacts({ product }: PackageDescription): Fact[] {
  return [
    [words.name, product?.name],
    [words.version, product?.version],
    [words.manufacturer, product?.manufacturer],
    [words.language, product?.language],
    [words.productCode, product?.code, true],
    [words.upgradeCode, product?.upgradeCode, true],
  ];
}

function SignatureCard({
  description,
  state,
  onCheck,
}: {
  description: PackageDescription;
  state: SignatureState;
  onCheck: () => void;
}) {
  if (state.kind !== 'known') {
    return (
      <Card title={words.signature}>
        <p>
          {state.kind === 'waiting'
            ? words.signatureWaits
            : state.kind === 'failed'
              ? state.message
              : words.signatureLarge(strings.size(state.size))}
        </p>
        {state.kind === 'waiting' ? null : (
          <button type="button" onClick={onCheck}>
            {words.signatureCheck}
          </button>
        )}
      </Card>
    );
  }
  const judged = state.signatures.filter(({ kind, verdict }) => kind !== null || verdict !== 'no-signature');
  const single = judged.length === 0 ? description.signatureSummary : null;
  const tone = judged.some(({ harmful }) => harmful)
    ? 'bad'
    : judged.length === 0
      ? undefined
      : judged.every(({ accepted }) => accepted)
        ? 'good'
        : judged.every(({ verdict }) => verdict === 'no-signature')
          ? undefined
          : 'warn';
  return (
    <Card title={words.signature} tone={tone} id="signature">
      {judged.length === 0 ? <p>{single ?? words.signatureNone}</p> : null}
      {judged.map((one) => (
        <SignatureOf key={one.path} signature={one} isOnly={judged.length === 1} />
      ))}
    </Card>
  );
}

function SignatureOf({ signature, isOnly }: { signature: PackageSignature; isOnly: boolean }) {
  const { role, path, summary, signatures, reason, verdict } = signature;
  const [outer] = signatures;
  const chain = outer?.chain ?? [];
  return (
    <div class="part">
      {isOnly ? null : (
        <h3>
          {words.roles[role] ?? role} <span class="mono soft">{path}</span>
        </h3>
      )}
      <p class="strong">{summary}</p>
      {reason !== null && verdict !== 'no-signature' && !summary.includes(reason) ? (
        <p class="soft">{reason}</p>
      ) : null}
      {chain.length === 0 ? null : (
        <details>
          <summary>{words.chain}</summary>
          <ol class="list small">
            {chain.map(({ sha1, subject, notBefore, notAfter }) => (
              <li key={sha1}>
                {subject}
                <br />
                <span class="soft">
                  {String(notBefore).slice(0, 10)} – {String(notAfter).slice(0, 10)}, SHA-1 {sha1}
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

function Summary({ description: { summary } }: { description: PackageDescription }) {
  if (!summary) return null;
  const facts = Object.entries(summary).flatMap(([name, value]): Fact[] =>
    value === null || value === '' ? [] : [[words.summaryNames[name] ?? name, String(value)]],
  );
  if (facts.length === 0) return null;
  return (
    <Card title={words.summary}>
      <Facts facts={facts} />
    </Card>
  );
}

function Cabinets({ description: { cabinets } }: { description: PackageDescription }) {
  if (cabinets.length === 0) return null;
  const isMissing = cabinets.some(({ present }) => !present);
  return (
    <Card title={words.cabinets} tone={isMissing ? 'warn' : undefined}>
      <ul class="plain">
        {cabinets.map((cabinet, i) => (
          <li key={i}>
            <span class="mono">{visible(cabinet.name)}</span>{' '}
            <span class="soft">
              {[
                cabinet.size === null ? '' : strings.size(cabinet.size),
                cabinet.methods.join(' '),
                cabinet.files === null ? '' : strings.counted(cabinet.files, 'file'),
                cabinet.present ? (cabinet.embedded ? words.embedded : words.besides) : words.missing,
              ]
                .filter((fact) => fact !== '')
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
      {isMissing ? <p class="small">{words.missingHint}</p> : null}
    </Card>
  );
}

function Chain({ description: { container } }: { description: PackageDescription }) {
  const chain = container?.bundle?.chain ?? [];
  if (chain.length === 0) return null;
  return (
    <Card title={words.chainOfBundle}>
      <ol class="list">
        {chain.map(({ id, kind, version, installCondition, payload }) => (
          <li key={id}>
            {id} <span class="soft">{[kind, version].filter((fact) => fact).join(', ')}</span>
            {payload?.present === false ? <span class="tag warn">{words.absent}</span> : null}
            {installCondition ? <div class="mono small soft">{installCondition}</div> : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Inside({
  description: { container, inside },
  hasSeveral,
  onOpen,
}: {
  description: PackageDescription;
  hasSeveral: boolean;
  onOpen: (way: readonly string[]) => void;
}) {
  if (!container || !hasPackages(container.inside)) return null;
  return (
    <Card title={words.insideHeading}>
      {hasSeveral ? <p>{words.several}</p> : null}
      <InsideList members={container.inside} way={[]} current={inside.join('!')} onOpen={onOpen} />
    </Card>
  );
}

const hasPackages = (members: readonly InsideDescription[]): boolean =>
  members.some(({ kind }) => kind !== null);

function InsideList({
  members,
  way,
  current,
  onOpen,
}: {
  members: readonly InsideDescription[];
  way: readonly string[];
  current: string;
  onOpen: (way: readonly string[]) => void;
}) {
  return (
    <ul class="plain tree">
      {members
        .filter(({ kind }) => kind !== null)
        .map(({ path, size, kind, encrypted, inside }) => {
          const here = [...way, path];
          const isCurrent = here.join('!') === current;
          return (
            <li key={path}>
              <span class="mono">{visible(path)}</span>{' '}
              <span class="soft">
                {[kind, strings.size(size), encrypted ? words.encrypted : '']
                  .filter((fact) => fact)
                  .join(', ')}
              </span>{' '}
              {isCurrent ? null : (
                <button
                  type="button"
                  class="small"
                  aria-label={words.openNamed(path)}
                  onClick={() => onOpen(here)}
                >
                  {words.open}
                </button>
              )}
              {inside ? <InsideList members={inside} way={here} current={current} onOpen={onOpen} /> : null}
            </li>
          );
        })}
    </ul>
  );
}
