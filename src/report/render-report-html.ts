import { describeError } from '../core/errors.js';
import { groupDigits, plural } from '../core/plural.js';
import { type FactEvidence, restartText } from '../hotfix/manifest/hotfix-facts.js';
import { manifestName } from '../hotfix/manifest/manifest.js';
import type { VerifiedFile } from '../hotfix/verify/verify-files.js';
import { signaturesInWords } from '../package/signature/judged-signature.js';
import { COMPARED, unlistedText } from './evidence-of-verification.js';
import {
  bullets,
  card,
  definitions,
  folded,
  htmlPage,
  provenanceEntries,
  signOffCard,
  verdictSection,
} from './html-page.js';
import { escapeHtml as esc, readableTime } from './markup-text.js';
import {
  nameOfFact,
  platformText,
  REVOCATION,
  signatureRemarks,
  signatureText,
} from './render-report-markdown.js';
import { actionWords, describeProblem, type Report, tableReason, weakeningWarnings } from './report.js';
import type { VerdictStatus } from './report-parts.js';

/**
 * The report as one self-contained HTML file: no network, and no script but one that adds copy buttons and opens what is folded for
 * printing. All text from outside is escaped, and a content security policy lets nothing run but that script.
 */
export function renderReportHtml(report: Report): string {
  const { hotfix, verdict, tool, created } = report;
  return htmlPage({
    tool,
    created,
    eyebrow: 'Hotfix preparation report',
    title: `${manifestName(hotfix)}${hotfix.product === null ? '' : ` for ${hotfix.product}`}`,
    headline: verdict.headline,
    subtitle: hotfix.title,
    body: [
      verdictCard(report),
      problemsCard(report),
      adviceCard(report),
      warningsCard(report),
      changesCard(report),
      filesCard(report),
      signaturesCard(report),
      stagedCard(report),
      nextCard(report),
      factsCard(report),
      provenanceCard(report),
      signOffCard(),
    ],
  });
}

const tones: Record<VerdictStatus, 'good' | 'warn' | 'bad'> = {
  ready: 'good',
  verified: 'good',
  forced: 'warn',
  unverified: 'warn',
  blocked: 'bad',
  failed: 'bad',
};

function verdictCard(report: Report): string {
  const { verdict, verification } = report;
  const own = tones[verdict.status];
  const signed = verdict.signatures
    ? `<p class="signed ${verdict.signatures.tone}">Signatures: ${esc(verdict.signatures.text)}</p>`
    : '';
  const tone = own === 'good' && weakeningWarnings(report).length > 0 ? 'warn' : own;
  const counts = verification
    ? `<ul class="counts">${(['match', 'mismatch', 'missing', 'ambiguous'] as const)
        .map((status) => {
          const count = verification.counts[status];
          return `<li${count === 0 ? ' class="none"' : ''}><b>${count}</b>${status}</li>`;
        })
        .join('')}</ul>`
    : '';
  return verdictSection(tone, verdict.headline, verdict.reasons, { said: signed, beside: counts });
}

/** Files that are told to be missing; the table below has each of them, and no more to say of it. */
const MOST_MISSING = 200;

function problemsCard({ verification }: Report): string {
  let missing = 0;
  const found = (verification?.files ?? []).flatMap((file) => {
    const isPlain = file.status === 'missing' && file.renamed === undefined;
    if (isPlain && ++missing > MOST_MISSING) return [];
    return describeProblem(file) ?? [];
  });
  const more = missing - MOST_MISSING;
  if (more > 0) found.push(`and ${plural(more, 'more missing file')}: the table below names all`);
  return found.length === 0 ? '' : card('What is wrong', bullets(found));
}

function adviceCard({ advice }: Report): string {
  return advice.length === 0 ? '' : card('What to do now', bullets(advice));
}

function changesCard({ previous }: Report): string {
  if (!previous) return '';
  const { created, headline, changes } = previous;
  const since = `<p class="soft small below">Compared with the report of ${esc(readableTime(created))}: ${esc(headline)}.</p>`;
  const what = changes.length === 0 ? '<p>Nothing is different.</p>' : bullets(changes);
  return card('Since the previous report', `${what}${since}`);
}

function warningsCard({ warnings }: Report): string {
  return warnings.length === 0 ? '' : card('Warnings', bullets(warnings.map(describeError)));
}

function filesCard({ verification }: Report): string {
  if (!verification) return '';
  const { files } = verification;
  const faulty = files.filter(({ status }) => status !== 'match');
  const rest = files.filter(({ status }) => status === 'match');
  const parts = [
    ...(faulty.length > 0 ? [filesTable(faulty)] : []),
    ...(rest.length > 0 ? [folded(`${plural(rest.length, 'file')} as published`, filesTable(rest))] : []),
  ];
  return card(
    'Files, as published and as found',
    `${parts.join('\n')}
<p class="soft small below">${esc(tableReason(verification))} ${esc(COMPARED)}${esc(unlistedText(verification.unlisted))}</p>`,
  );
}

function filesTable(files: readonly VerifiedFile[]): string {
  return `<table>
<thead>
<tr><th rowspan="2" scope="col">Status</th><th rowspan="2" scope="col">File</th><th rowspan="2" scope="col">Platform</th><th class="group" colspan="2" scope="colgroup">Version</th><th class="group" colspan="2" scope="colgroup">Size in bytes</th><th rowspan="2" scope="col">Date (UTC)</th></tr>
<tr><th scope="col">published</th><th scope="col">found</th><th class="number" scope="col">published</th><th class="number" scope="col">found</th></tr>
</thead>
<tbody>
${files.map(fileRow).join('\n')}
</tbody>
</table>`;
}

function signaturesCard({ signatures }: Report): string {
  if (signatures.length === 0) return '';
  const rows = signatures.map((one) => {
    const tone = one.harmful ? 'trouble bad' : one.accepted ? 'good' : 'warn';
    return `<tr class="${tone}"><td class="whole"><span class="tag">${esc(one.verdict)}</span></td><td class="whole"><code class="name">${esc(one.path)}</code></td><td data-label="Role">${one.role}</td><td class="whole">${esc(one.summary)}${signatureRemarks(
      one,
    )
      .map((text) => `<span class="path">${esc(text)}</span>`)
      .join('')}</td></tr>`;
  });
  return card(
    'Signatures',
    `<table>
<thead><tr><th scope="col">Verdict</th><th scope="col">File</th><th scope="col">Role</th><th scope="col">Signed by</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<p class="soft small below">${REVOCATION}</p>`,
  );
}

function fileRow(file: VerifiedFile): string {
  const { expected, actual, status, path } = file;
  const differs = new Set(file.differences.map(({ field }) => field));
  const platform = platformText(file);
  const published = [expected.date, expected.time].filter((part) => part !== null).join(' ');
  const found = [actual?.date, actual?.time].filter((part) => part).join(' ');
  const cells = [
    `<td class="whole"><span class="tag">${status}</span></td>`,
    `<td class="whole"><code class="name">${esc(file.name)}</code>${path === null ? '' : `<span class="path">${esc(placeOf(path, file.name))}</span>`}${
      actual?.sha256 ? `<span class="path">SHA-256 ${esc(actual.sha256)}</span>` : ''
    }${
      file.signatures ? `<span class="path">signature ${esc(signaturesInWords(file.signatures))}</span>` : ''
    }</td>`,
    `<td class="${differs.has('platform') ? 'differs' : ''}${platform === '' ? 'empty' : ''}" data-label="Platform">${esc(platform)}</td>`,
    ...pair('Version', 'mono', expected.version, actual && (actual.version ?? ''), differs.has('version')),
    ...pair('Size', 'number', digits(expected.size), actual && groupDigits(actual.size), differs.has('size')),
    `<td class="mono soft" data-label="Date (UTC)"><span>${esc(published)}${
      found === '' || found === published ? '' : `<span class="other">found ${esc(found)}</span>`
    }</span></td>`,
  ];
  return `<tr class="${status === 'match' ? 'good' : `trouble ${status === 'ambiguous' ? 'warn' : 'bad'}`}">${cells.join('')}</tr>`;
}

/** Cells for the published and the found value; a phone shows the second only if it differs. */
function pair(
  label: string,
  kind: string,
  published: string | null,
  found: string | null,
  differs: boolean,
): string[] {
  const same = !differs && found !== null;
  const foundText = found === '' && differs ? 'none' : (found ?? '');
  return [
    `<td class="${kind}${published === null ? ' empty' : ''}" data-label="${same ? label : `${label} published`}">${esc(published ?? '')}</td>`,
    `<td class="${kind}${differs ? ' differs' : ''}${same ? ' same' : ''}${foundText === '' ? ' empty' : ''}" data-label="${label} found">${esc(foundText)}</td>`,
  ];
}

function digits(size: number | null): string | null {
  return size === null ? null : groupDigits(size);
}

/** The folder of a path if its file name has been shown already, else the whole path. */
function placeOf(path: string, name: string): string {
  const folder = path.slice(0, path.length - name.length);
  return path.endsWith(name) && folder.endsWith('/') ? folder : path;
}

function stagedCard({ staged, image }: Report): string {
  if (staged.length === 0 && !image) return '';
  const imageLine = image
    ? `<p class="soft small below">Administrative image: <code>${esc(image.path)}</code>, ${image.files} files, ${groupDigits(image.bytes)} bytes.</p>`
    : '';
  if (staged.length === 0) return card('Extracted', imageLine);
  const rows = staged.map(
    ({ path, size, sha256, action }) =>
      `<tr${action === 'conflict' ? ' class="trouble bad"' : ''}><td class="whole"><code>${esc(path)}</code></td><td data-label="Action">${actionWords[action]}</td><td class="number" data-label="Size">${groupDigits(size)}</td><td class="mono whole"><span class="hash">${esc(sha256)}</span></td></tr>`,
  );
  return card(
    'What was staged where',
    `<table>
<thead><tr><th scope="col">File</th><th scope="col">Action</th><th class="number" scope="col">Size</th><th scope="col">SHA-256</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>${imageLine}`,
  );
}

function nextCard({ next: steps, verdict }: Report): string {
  if (steps.length === 0) return '';
  const caution =
    verdict.status === 'forced'
      ? '<p class="caution">These steps put files to use that are not as published, or that were not verified.</p>'
      : '';
  const items = steps.map(
    ({ title, text, commands, details }) =>
      `<li><h3>${esc(title)}</h3><p>${esc(text)}</p>${commands
        .map(
          (command) =>
            `<figure class="command${command.missing === undefined ? '' : ' incomplete'}"><figcaption>${esc(command.label)}${command.missing === undefined ? '' : ` (incomplete: ${esc(command.missing)})`}</figcaption><div class="box"><pre>${esc(command.text)}</pre></div></figure>`,
        )
        .join('')}${details.length > 0 ? bullets(details) : ''}</li>`,
  );
  return card('What to do next', `${caution}<ol class="steps">\n${items.join('\n')}\n</ol>`);
}

function factsCard({ hotfix }: Report): string {
  const { facts } = hotfix;
  if (!facts) return '';
  const { symptom, cause, resolution, prerequisites, restartRequired, replaces } = facts;
  const isSaid = (fact: string): boolean =>
    facts.evidence === undefined || facts.evidence.some((one) => one.fact === fact);
  const list = definitions([
    ...(facts.appliesTo.length > 0 ? [row('Applies to', facts.appliesTo.map(esc).join('<br>'))] : []),
    ...(symptom
      ? [row('Symptom', `${esc(symptom.summary)} ${esc(symptom.log)}: <code>${esc(symptom.message)}</code>`)]
      : []),
    ...(cause === undefined ? [] : [row('Cause', esc(cause))]),
    ...(resolution === undefined ? [] : [row('Remedy', esc(resolution))]),
    ...(prerequisites ? [row('Prerequisites', esc(prerequisites.summary))] : []),
    ...(restartRequired === undefined
      ? []
      : [
          row(
            'Restart',
            restartText(restartRequired).replace(/^./, (letter) => letter.toUpperCase()),
          ),
        ]),
    ...(isSaid('replaces')
      ? [row('Replaces', replaces.length === 0 ? 'Nothing' : replaces.map((kb) => `KB${esc(kb)}`).join(', '))]
      : []),
    ...facts.supersededBy.map(({ kb, note }) => row('Superseded by', `KB${esc(kb)}. ${esc(note)}`)),
  ]);
  return card('About the hotfix', `${list}${evidenceOf(facts.evidence)}`);
}

const row = (name: string, value: string): [string, string] => [name, value];

/** The sentences of the article that the facts rest on. */
function evidenceOf(evidence: readonly FactEvidence[] | undefined): string {
  if (evidence === undefined || evidence.length === 0) return '';
  const items = evidence.map(
    ({ fact, value, sentence, line }) =>
      `<li>${nameOfFact(fact)}: ${esc(value)}<br><q class="soft">${esc(sentence)}</q>${line === null ? '' : ` <span class="soft">line ${line}</span>`}</li>`,
  );
  return `<p class="small below">What the article says, by its own sentences:</p><ul class="list small">${items.join('')}</ul>`;
}

function provenanceCard({ input, tool, created, hotfix, signatures, provenance }: Report): string {
  const sources =
    hotfix.facts === null || hotfix.facts.sources.length === 0
      ? ''
      : `<p class="small below">Sources of the published figures and facts:</p><ul class="list small">${hotfix.facts.sources
          .map(
            ({ title, url, supports }) =>
              `<li>${link(title, url)} <span class="soft">${esc(supports)}</span></li>`,
          )
          .join('')}</ul>`;
  return card(
    'Provenance',
    `${definitions([
      ['Package', `<code>${esc(input.file)}</code>`],
      ['Kind', esc(input.kind)],
      ...(input.size === null ? [] : [['Size', `${groupDigits(input.size)} bytes`] as [string, string]]),
      ...(input.sha256 === null
        ? []
        : [['SHA-256', `<code>${esc(input.sha256)}</code>`] as [string, string]]),
      ['Product', esc(input.product ?? 'not named')],
      ['Product code', input.productCode === null ? 'none' : `<code>${esc(input.productCode)}</code>`],
      ['Digital signature', esc(signatureText(input, signatures))],
      ...provenanceEntries({ tool, created, ...provenance }),
    ])}${sources}`,
  );
}

/** Only https and http become links: a manifest from outside may name any scheme. */
function link(title: string, url: string | null): string {
  return url !== null && /^https?:\/\//i.test(url)
    ? `<a href="${esc(url)}" rel="noreferrer">${esc(title)}</a>`
    : esc(title);
}
