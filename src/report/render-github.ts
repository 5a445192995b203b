import { withoutActing } from '../core/visible-text.js';
import type { JunitCase, JunitSuite } from './render-junit.js';

/**
 * Annotations for GitHub Actions: a workflow command for each case that failed, and one for each warning of a suite. Nothing
 * from a package ends the line or begins a command of its own.
 */
export function renderGithub(suites: readonly JunitSuite[]): string {
  const lines = suites.flatMap(({ name, cases, warnings = [] }) => [
    ...cases.filter(({ outcome }) => outcome === 'failed').map(errorLine),
    ...warnings.map((text) => `::warning title=${property(name)}::${data(text)}`),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

function errorLine({ group, name, file, message, detail }: JunitCase): string {
  const properties = [
    ...(file === null ? [] : [`file=${property(file)}`]),
    `title=${property(`${group}: ${name}`)}`,
  ];
  const text = message === undefined || message === '' ? detail || 'does not hold' : message;
  return `::error ${properties.join(',')}::${data(text)}`;
}

/** The text of a command, as the runner decodes it. */
function data(text: string): string {
  return shown(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** The value of a property of a command. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A log is shown in a browser and in terminals. */
function shown(text: string): string {
  return text
    .split(/(\r?\n)/)
    .map((part, at) => (at % 2 === 1 ? part : withoutActing(part, () => '\ufffd')))
    .join('');
}
