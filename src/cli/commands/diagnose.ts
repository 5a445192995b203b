import {
  type Diagnosis,
  diagnoseLogs,
  type Finding,
  type Occurrence,
} from '../../hotfix/diagnose/diagnose-logs.js';
import { listCatalogue, manifestFromCatalogue } from '../../hotfix/manifest/catalogue.js';
import type { Manifest } from '../../hotfix/manifest/manifest.js';
import { type Command, ExitStatus, type Options } from '../command.js';
import type { Context } from '../context.js';
import { manifestOf } from '../manifest-option.js';
import { grouped, plural } from '../plural.js';
import { formatSize } from '../progress-bar.js';

export const diagnose: Command = {
  arguments: '<log...>',
  options: [
    { flags: '--kb <number>', help: 'look for the symptoms of this article only' },
    { flags: '--manifest <file>', help: 'look for the symptoms of a manifest of your own (JSON)' },
    { flags: '--limit <number>', help: 'entries that are listed of each symptom; all are counted (100)' },
  ],
  examples: [
    'hotfixkit diagnose Ccmexec.log',
    'hotfixkit diagnose C:/Windows/System32/CCM/Logs --json',
    'hotfixkit diagnose "logs/**/ccmexec*.log" --kb 977203',
  ],
  async run(context, args, options) {
    const limit = options.number('limit');
    const progress = context.progress('Reading');
    const diagnosis = await diagnoseLogs(args, manifestsOf(options), {
      onProgress: progress.update,
      ...(limit === undefined ? {} : { limit }),
      ...(context.signal ? { signal: context.signal } : {}),
    }).finally(() => progress.done());
    context.warn(diagnosis.warnings);
    context.answer(diagnosis, () => diagnosisLines(context, diagnosis));
    return diagnosis.ok ? ExitStatus.done : ExitStatus.differs;
  },
};

function manifestsOf(options: Options): Manifest[] {
  if (options.text('kb') !== undefined || options.text('manifest') !== undefined)
    return [manifestOf(options)];
  return listCatalogue().flatMap(({ kb }) => (kb === null ? [] : [manifestFromCatalogue(kb)]));
}

function diagnosisLines(context: Context, { logs, findings }: Diagnosis): string[] {
  const bytes = logs.reduce((sum, { size }) => sum + size, 0);
  const lines = logs.reduce((sum, log) => sum + log.lines, 0);
  const read = `${plural(logs.length, 'log')}, ${plural(lines, 'line')}, ${formatSize(bytes)}`;
  if (findings.length === 0) return [`${context.paint('green', 'Nothing known')} was found in ${read}.`];
  return findings.flatMap((finding, i) => [
    ...(i > 0 ? [''] : []),
    ...findingLines(context, finding),
    '',
    ...(i === findings.length - 1 ? [`Read: ${read}`] : []),
  ]);
}

function findingLines(context: Context, finding: Finding): string[] {
  const article = finding.kb === null ? finding.title : `KB${finding.kb}`;
  const sure = finding.certainty === 'certain' ? '' : ' (likely: the wording is not known)';
  const { count, occurrences } = finding;
  const more = count - occurrences.length;
  return [
    `${context.paint('red', 'Found')}: ${article}: ${finding.summary}${sure}`,
    `       ${plural(count, 'time')}${spanOf(finding)}`,
    '',
    ...context.table(
      [{ title: 'Where' }, { title: 'When' }, { title: 'Component' }, { title: 'Message' }],
      occurrences.map((one) => [
        `${one.file}:${one.line}`,
        whenOf(one),
        one.component ?? '',
        shorten(one.message),
      ]),
    ),
    ...(more > 0 ? [`${grouped(more)} more; --limit N lists more of them`] : []),
    '',
    ...paragraph('Cause', finding.means),
    ...paragraph('Remedy', finding.remedy),
    ...(finding.run.length === 0 ? [] : ['', context.paint('bold', 'What to run')]),
    ...finding.run.flatMap(({ title, command }, i) => [
      `${i + 1}. ${title}`,
      ...(command === null ? [] : [`     ${context.paint('cyan', command)}`]),
    ]),
  ];
}

function spanOf({ first, last, count }: Finding): string {
  if (first === null || last === null) return '';
  if (count === 1 || first === last) return `, at ${clock(first)}`;
  return `, from ${clock(first)} to ${clock(last)}`;
}

function whenOf({ time, timeText }: Occurrence): string {
  return time === null ? (timeText ?? '') : clock(time);
}

/** `2010-10-25 20:37:02 UTC`; what the log leaves open stays open. */
function clock(time: string): string {
  return `${time.slice(0, 19).replace('T', ' ')}${time.endsWith('Z') ? ' UTC' : ''}`;
}

function shorten(message: string): string {
  const line = message.replace(/\s+/g, (blanks) => (/[\r\n]/.test(blanks) ? ' / ' : blanks));
  return line.length > 160 ? `${line.slice(0, 157)}...` : line;
}

/** Text under a heading, in lines of readable length. */
function paragraph(title: string, text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length > 100) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  lines.push(line);
  return lines.map((part, i) => `${(i === 0 ? title : '').padEnd(8)}${part}`);
}
