import { describeError } from '../core/errors.js';
import { groupDigits } from '../core/plural.js';
import { restartText } from '../hotfix/manifest/hotfix-facts.js';
import { manifestName } from '../hotfix/manifest/manifest.js';
import type { VerifiedFile } from '../hotfix/verify/verify-files.js';
import type { PackageSignature, SignaturesInWords } from '../package/signature/package-signatures.js';
import { COMPARED, unlistedText } from './evidence-of-verification.js';
import { escapeMarkdown, markdownBlock, markdownCode, readableTime } from './markup-text.js';
import { actionWords, describeProblem, type Report, tableReason } from './report.js';
import type { ReportSource } from './report-parts.js';

/** The report as Markdown (CommonMark with tables), ends with a line feed. Everything from outside is escaped. */
export function renderReportMarkdown(report: Report): string {
  const { hotfix, verdict } = report;
  const about = hotfix.product === null ? '' : ` for ${escapeMarkdown(hotfix.product)}`;
  const blocks = [
    `# ${escapeMarkdown(manifestName(hotfix))}${about}: ${escapeMarkdown(verdict.headline)}`,
    escapeMarkdown(hotfix.title),
    bullets([
      ...verdict.reasons.map(escapeMarkdown),
      ...(verdict.signatures
        ? [`${marks[verdict.signatures.tone]}Signatures: ${escapeMarkdown(verdict.signatures.text)}`]
        : []),
    ]),
    ...problems(report),
    ...advice(report),
    ...warnings(report),
    ...changes(report),
    ...files(report),
    ...signatures(report),
    ...staged(report),
    ...next(report),
    ...facts(report),
    ...provenance(report),
    '## Sign-off',
    table(
      ['', 'Name', 'Date', 'Signature'],
      ['', '', '', ''],
      ['Prepared by', 'Checked by', 'Approved by'].map((role) => [role, '', '', '']),
    ),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function problems({ verification }: Report): string[] {
  const found = verification?.files.flatMap((file) => describeProblem(file) ?? []) ?? [];
  return found.length === 0 ? [] : ['## What is wrong', bullets(found.map(escapeMarkdown))];
}

function advice({ advice: list }: Report): string[] {
  return list.length === 0 ? [] : ['## What to do now', bullets(list.map(escapeMarkdown))];
}

function changes({ previous }: Report): string[] {
  if (!previous) return [];
  const { created, headline, changes: list } = previous;
  return [
    '## Since the previous report',
    list.length === 0 ? 'Nothing is different.' : bullets(list.map(escapeMarkdown)),
    `Compared with the report of ${escapeMarkdown(readableTime(created))}: ${escapeMarkdown(headline)}.`,
  ];
}

function warnings(report: Report): string[] {
  if (report.warnings.length === 0) return [];
  return ['## Warnings', bullets(report.warnings.map((warning) => escapeMarkdown(describeError(warning))))];
}

function files({ verification }: Report): string[] {
  if (!verification) return [];
  const rows = verification.files.map((file) => [
    statusWord(file),
    markdownCode(file.name),
    escapeMarkdown(platformText(file)),
    escapeMarkdown(file.expected.version ?? ''),
    escapeMarkdown(file.actual?.version ?? ''),
    file.expected.size === null ? '' : groupDigits(file.expected.size),
    file.actual === null ? '' : groupDigits(file.actual.size),
    escapeMarkdown(`${file.expected.date ?? ''} ${file.expected.time ?? ''}`.trim()),
    escapeMarkdown(`${file.actual?.date ?? ''} ${file.actual?.time ?? ''}`.trim()),
    markdownCode(file.path ?? ''),
    markdownCode(file.actual?.sha256 ?? ''),
  ]);
  return [
    '## Files',
    `${escapeMarkdown(tableReason(verification))} ${escapeMarkdown(COMPARED)}${escapeMarkdown(unlistedText(verification.unlisted))}`,
    table(
      [
        'Status',
        'File',
        'Platform',
        'Version published',
        'Version found',
        'Size published',
        'Size found',
        'Date published',
        'Date found',
        'Path',
        'SHA-256',
      ],
      ['', '', '', '', '', 'right', 'right', '', '', '', ''],
      rows,
    ),
  ];
}

const marks: Readonly<Record<SignaturesInWords['tone'], string>> = {
  good: '',
  warn: '**Note:** ',
  bad: '**Do not use.** ',
};

/** What the signatures say nothing about. */
export const REVOCATION = 'Whether a certificate was revoked since was not checked, unless lists were given.';

function signatures({ signatures: all }: Report): string[] {
  if (all.length === 0) return [];
  const rows = all.map((one) => [
    one.accepted ? one.verdict : `**${one.verdict}**`,
    markdownCode(one.path),
    one.role,
    escapeMarkdown([one.summary, ...signatureRemarks(one)].join('; ')),
  ]);
  return [
    '## Signatures',
    table(['Verdict', 'File', 'Role', 'Signed by'], ['', '', '', ''], rows),
    REVOCATION,
  ];
}

/** The problems and warnings of the outer signature, as far as the summary does not say them. */
export function signatureRemarks({ verdict, signatures: [outer] }: PackageSignature): string[] {
  if (!outer || verdict === 'no-signature') return [];
  return [...outer.problems, ...outer.warnings].map(({ message }) => message);
}

/** The platform as published, and what was found where that differs. */
export function platformText({ platform, differences }: VerifiedFile): string {
  const difference = differences.find(({ field }) => field === 'platform');
  return difference ? `${platform ?? 'none'}, found ${difference.actual ?? 'none'}` : (platform ?? '');
}

function statusWord({ status }: VerifiedFile): string {
  return status === 'match' ? 'match' : `**${status}**`;
}

function staged({ staged: list, image }: Report): string[] {
  const imageLine = image
    ? [
        `Administrative image: ${markdownCode(image.path)}, ${image.files} files, ${groupDigits(image.bytes)} bytes.`,
      ]
    : [];
  if (list.length === 0) return image ? ['## Extracted', ...imageLine] : [];
  const rows = list.map(({ path, size, sha256, action }) => [
    markdownCode(path),
    action === 'conflict' ? `**${actionWords[action]}**` : actionWords[action],
    groupDigits(size),
    markdownCode(sha256),
  ]);
  return [
    '## Staged',
    ...imageLine,
    table(['File', 'Action', 'Size', 'SHA-256'], ['', '', 'right', ''], rows),
  ];
}

function next({ next: steps, verdict }: Report): string[] {
  if (steps.length === 0) return [];
  return [
    '## What to do next',
    verdict.status === 'forced'
      ? '**These steps put files to use that are not as published, or that were not verified.**'
      : '',
    ...steps.flatMap((step, index) => [
      `### ${index + 1}. ${escapeMarkdown(step.title)}`,
      escapeMarkdown(step.text),
      ...step.commands.flatMap(({ label, text }) => [`${escapeMarkdown(label)}:`, markdownBlock(text)]),
      bullets(step.details.map(escapeMarkdown)),
    ]),
  ];
}

const factNames: Readonly<Record<string, string>> = {
  'clientPatch.files': 'Client patch',
  'clientPatch.folder': 'Folder of the client patch',
  'utility.installedFolder': 'Folder of the utility',
  'utility.commandLine': 'Command line',
  'utility.loggingCommandLine': 'Command line, errors to a file',
  'utility.program': 'How it runs',
  restartRequired: 'Restart',
  supersededBy: 'Superseded by',
  'supersededBy.includesUtility': 'What supersedes it comes',
  propertiesToRepeat: 'Properties to give again',
};

/** The name of a fact for people: `Client patch`. */
export function nameOfFact(fact: string): string {
  const [first = ''] = fact.split('.');
  return factNames[fact] ?? factNames[first] ?? `${first.slice(0, 1).toUpperCase()}${first.slice(1)}`;
}

function facts({ hotfix }: Report): string[] {
  if (!hotfix.facts) return [];
  const { symptom, cause, prerequisites, restartRequired, replaces, supersededBy, evidence } = hotfix.facts;
  const isSaid = (fact: string): boolean =>
    evidence === undefined || evidence.some((one) => one.fact === fact);
  const said = evidence ?? [];
  return [
    '## About the hotfix',
    bullets([
      ...(symptom
        ? [
            `Symptom: ${escapeMarkdown(symptom.summary)} ${escapeMarkdown(symptom.log)}: ${markdownCode(symptom.message)}`,
          ]
        : []),
      ...(cause === undefined ? [] : [`Cause: ${escapeMarkdown(cause)}`]),
      ...(prerequisites ? [`Prerequisites: ${escapeMarkdown(prerequisites.summary)}`] : []),
      ...(restartRequired === undefined ? [] : [`Restart: ${restartText(restartRequired)}`]),
      ...(isSaid('replaces')
        ? [
            `Replaces: ${replaces.length === 0 ? 'nothing' : replaces.map((kb) => `KB${escapeMarkdown(kb)}`).join(', ')}`,
          ]
        : []),
      ...supersededBy.map(
        ({ kb, note }) => `Superseded by: KB${escapeMarkdown(kb)}. ${escapeMarkdown(note)}`,
      ),
    ]),
    ...(said.length === 0
      ? []
      : [
          'What the article says, by its own sentences:',
          bullets(
            said.map(
              ({ fact, value, sentence, line }) =>
                `${nameOfFact(fact)}: ${escapeMarkdown(value)}: ${markdownCode(sentence)}${line === null ? '' : ` (line ${line})`}`,
            ),
          ),
        ]),
  ];
}

function provenance({
  input,
  tool,
  created,
  hotfix,
  signatures: signed,
  provenance: made,
}: Report): string[] {
  return [
    '## Provenance',
    table(
      ['', ''],
      ['', ''],
      [
        ['Package', markdownCode(input.file)],
        ['Kind', escapeMarkdown(input.kind)],
        ['Size', input.size === null ? '' : `${groupDigits(input.size)} bytes`],
        ['SHA-256', markdownCode(input.sha256 ?? '')],
        ['Product', escapeMarkdown(input.product ?? 'not named')],
        ['Product code', markdownCode(input.productCode ?? '') || 'none'],
        ['Digital signature', escapeMarkdown(signatureText(input, signed))],
        ...(made
          ? [
              ['Command', markdownCode(made.command)],
              ['Computer', escapeMarkdown(made.host)],
              ['User', escapeMarkdown(made.user)],
            ]
          : []),
        ['Made by', `${escapeMarkdown(tool.name)} ${escapeMarkdown(tool.version)}`],
        ['Made at', escapeMarkdown(readableTime(created))],
      ],
    ),
    ...(hotfix.facts && hotfix.facts.sources.length > 0
      ? [
          'Sources of the published figures and facts:',
          bullets(
            hotfix.facts.sources.map(
              ({ title, url, supports }) =>
                `${escapeMarkdown(title)}${url === null ? '' : `, <${url.replace(/[<>\s\\]/g, '')}>`}: ${escapeMarkdown(supports)}`,
            ),
          ),
        ]
      : []),
  ];
}

/** What is known of the signature of the file that was given. */
export function signatureText({ signature }: ReportSource, [given]: readonly PackageSignature[]): string {
  if (given?.role === 'download' || given?.role === 'package') return given.summary;
  if (signature === null) return 'not known';
  return signature ? 'present, not validated' : 'none';
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function table(head: string[], align: ('' | 'right')[], rows: string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(align.map((side) => (side === 'right' ? '---:' : '---'))), ...rows.map(line)].join(
    '\n',
  );
}
