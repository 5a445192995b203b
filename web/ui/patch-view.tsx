import type { PackageDescription } from '../../src/hotfix/describe/describe-package.js';
import type { PatchTargetDescription } from '../../src/package/inspect/describe-patch.js';
import type { TransformDescription } from '../../src/package/inspect/describe-transform.js';
import { strings } from '../strings.en.js';
import { Card, Facts } from './parts.js';

const words = strings.patch;

/** A patch: what it is for, and what it changes. Or a transform. */
export function PatchView({ description: { patch, transform } }: { description: PackageDescription }) {
  return (
    <div class="stack">
      {patch ? (
        <>
          <Card title={words.heading}>
            <Facts
              facts={[
                [words.code, patch.code, true],
                [words.obsoletes, patch.obsoletes.join(' '), true],
                [words.classification, patch.classification],
                [
                  words.removable,
                  patch.allowRemoval === null ? null : patch.allowRemoval ? words.yes : words.no,
                ],
                [words.installer, patch.minimumInstaller === null ? null : String(patch.minimumInstaller)],
                ...Object.entries(patch.metadata).map(([name, value]) => [name, value] as const),
              ]}
            />
          </Card>
          {patch.sequences.length === 0 ? null : (
            <Card title={words.families}>
              <ul class="plain">
                {patch.sequences.map(({ family, sequence, productCode, supersedes }) => (
                  <li key={`${family} ${productCode}`}>
                    {family} <span class="mono">{sequence}</span>{' '}
                    <span class="soft">
                      {[productCode ?? '', supersedes ? words.supersedes : '']
                        .filter((one) => one)
                        .join(', ')}
                    </span>
                  </li>
                ))}
              </ul>
            </Card>
          )}
          {patch.changes.map((target) => (
            <Target key={target.transform} target={target} />
          ))}
          {patch.transformDetails.map((one) => (
            <Transform key={one.name} transform={one} />
          ))}
        </>
      ) : null}
      {transform ? <Transform transform={transform} /> : null}
    </div>
  );
}

function Target({ target }: { target: PatchTargetDescription }) {
  const { transform, productCode, accepts, before, after, upgradeCode, language, files } = target;
  return (
    <Card title={words.target(transform)}>
      <Facts
        facts={[
          [words.productCode, productCode, true],
          [words.accepts, accepts],
          [words.change, before === null && after === null ? null : `${before ?? '–'} → ${after ?? '–'}`],
          [words.upgradeCode, upgradeCode, true],
          [words.language, language],
        ]}
      />
      {files.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it takes the focus
        <section class="scroll" tabIndex={0} aria-label={words.filesOf(transform)}>
          <table>
            <caption>{words.files(files.length)}</caption>
            <thead>
              <tr>
                <th scope="col">{words.file}</th>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.before}</th>
                <th scope="col">{words.after}</th>
                <th scope="col" class="right">
                  {words.size}
                </th>
              </tr>
            </thead>
            <tbody>
              {files.map((file) => (
                <tr key={file.key}>
                  <td>{file.name ?? file.key}</td>
                  <td>
                    {file.change}
                    {file.delivery === null ? '' : `, ${words.delivery[file.delivery]}`}
                  </td>
                  <td class="mono">{file.version.before ?? '–'}</td>
                  <td class="mono">{file.version.after ?? '–'}</td>
                  <td class="mono right">
                    {file.size.after === null ? '–' : strings.number(file.size.after)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
}

function Transform({ transform }: { transform: TransformDescription }) {
  const { name, before, after, tables, accepts, suppressedErrors, upgradeCode, codePage } = transform;
  return (
    <Card title={words.transform(name)}>
      <Facts
        facts={[
          [words.from, sideOf(before), true],
          [words.to, sideOf(after), true],
          [words.upgradeCode, upgradeCode, true],
          [
            words.validates,
            Object.entries(accepts)
              .flatMap(([what, value]) =>
                value === null ? [] : [`${words.accepted[what] ?? what} ${value}`],
              )
              .join('; '),
          ],
          [words.suppressed, suppressedErrors.join(', ')],
          [words.codePage, codePage === 0 ? null : String(codePage)],
          [
            words.tables,
            tables
              .map(({ table, change, inserts, updates, deletes }) =>
                words.tableChange(table, change, inserts, updates, deletes),
              )
              .join('; '),
          ],
        ]}
      />
    </Card>
  );
}

function sideOf({
  productCode,
  productVersion,
  platform,
  languages,
}: TransformDescription['before']): string {
  return [productVersion, productCode, platform, languages.join(',')]
    .filter((value) => value !== null && value !== '')
    .join(' ');
}
