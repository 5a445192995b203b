import { groupDigits, plural } from '../../core/plural.js';
import {
  type Diagnosis,
  diagnoseLogs,
  type Finding,
  type Occurrence,
} from '../../hotfix/diagnose/diagnose-logs.js';
import type { Manifest } from '../../hotfix/manifest/manifest.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { diagnose as definition } from '../definitions/diagnose.js';
import type { ManifestOptions } from '../definitions/shared-options.js';
import { ExitStatus } from '../exit-status.js';
import { allManifests, manifestGiven, manifestOf } from '../manifest-option.js';
import { formatSize } from '../progress-bar.js';

export const diagnose: Command<typeof definition> = {
  async run(context, args, options) {
    const limit = options.limit;
    const progress = context.progress('Reading');
    const diagnosis = await diagnoseLogs(args.log, manifestsOf(options), {
      onProgress: progress.update,
      ...(limit === undefined ? {} : { limit }),
      ...(context.signal ? { signal: context.signal } : {}),
    }).finally(() => progress.done());
    context.warn(diagnosis.warnings);
    context.answer(diagnosis, () => diagnosisLines(context, diagnosis));
    // Files that are no logs were not examined: that nothing was found says nothing of them.
    if (diagnosis.warnings.some(({ code }) => code === 'DIAGNOSE_NOT_A_LOG')) return ExitStatus.input;
    return diagnosis.ok ? ExitStatus.done : ExitStatus.differs;
  },
};

function manifestsOf(options: ManifestOptions): Manifest[] {
  if (manifestGiven(options)) return [manifestOf(options)];
  return allManifests(options).manifests;
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
  const sure = finding.certainty === 'certain' ? '' : ' (likely; the wording differs)';
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
    ...(more > 0 ? [`${groupDigits(more)} more; --limit N lists more of them`] : []),
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

/** `2010-10-25 20:37:02 UTC`, without the parts that the log does not have. */
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
