import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { checkRequirements, parseRequirement } from '../../src/hotfix/verify/require.js';
import { verifyFiles } from '../../src/hotfix/verify/verify-files.js';
import {
  type JudgedPath,
  judgedSuites,
  pathReason,
  pathSuites,
  pathsSentence,
  renderPathsMarkdown,
  verdictOfPaths,
} from '../../src/report/render-paths.js';

const row = { name: 'a.dat', version: null, size: 5, date: null, time: null, platform: null };
const manifest = {
  kb: '900001',
  title: 'T',
  language: 'en',
  sections: [{ title: 'S', product: 'P', files: [row, { ...row, name: 'b.dat' }] }],
  warnings: [],
};
const file = (name: string, size = 5) => ({ path: name, name, size, version: null, platform: null });
const judged = (path: string, files: ReturnType<typeof file>[], onlyPresent = false): JudgedPath => {
  const result = verifyFiles(files, manifest, { onlyPresent });
  return { path, ok: result.ok, result, requirements: [], warnings: result.warnings, error: null };
};
const required = (path: string, files: ReturnType<typeof file>[]): JudgedPath => {
  const requirements = checkRequirements(files, [parseRequirement('a.dat >=1')]);
  return { path, ok: false, result: null, requirements, warnings: [], error: null };
};
const error = new HotfixkitError('FILE_NOT_FOUND', 'there is no such file', { file: 'gone' });

const right = judged('right', [file('a.dat'), file('b.dat')]);
const gone = { path: 'gone', ok: false, result: null, requirements: [], warnings: [], error };
const paths: [JudgedPath, string][] = [
  [right, ''],
  [judged('half', [file('a.dat')]), '1 missing'],
  [judged('altered', [file('a.dat', 7), file('b.dat')]), '1 not matching'],
  [judged('double', [file('a.dat'), { ...file('a.dat', 6), path: 'x/a.dat' }]), '1 missing, 1 ambiguous'],
  [judged('empty', []), 'no file of KB900001 is here'],
  [judged('nothing', [], true), 'no file of KB900001 is here'],
  [required('required', [file('a.dat')]), '1 of 1 requirement not met'],
  [gone, 'gone: there is no such file'],
];
const all = paths.map(([one]) => one);

describe('several paths', () => {
  it('are as right as the worst of them', () => {
    expect(verdictOfPaths([right, right]).ok).toBe(true);
    for (const one of all.slice(1)) expect(verdictOfPaths([right, one]).ok).toBe(false);
    expect(pathsSentence(all)).toBe('1 of 8 paths is right');
    expect(pathsSentence([right, right])).toBe('2 of 2 paths are right');
  });

  it.each(paths)('$path says why it is not right', (one, reason) => {
    expect(pathReason(one)).toBe(reason);
  });

  it('are named in Markdown, with the verdict about all first', () => {
    const lines = renderPathsMarkdown(all).split('\n');
    expect(lines[0]).toBe('**NOT OK**: 1 of 8 paths is right.');
    for (const { path } of all) expect(lines).toContain(`## \`${path}\``);
    expect(lines).toContain('**NOT OK**: gone: there is no such file');
    expect(renderPathsMarkdown([right]).split('\n')[0]).toBe('**OK**: 1 of 1 path is right.');
  });

  it.each([false, true])('that are not right have a failed case (only present: %s)', (onlyPresent) => {
    for (const [one] of paths) {
      const failed = [judgedSuites(one, { onlyPresent }), pathSuites([one], { onlyPresent })].map((suites) =>
        suites.some(({ cases }) => cases.some(({ outcome }) => outcome === 'failed')),
      );
      expect(failed).toEqual([!one.ok, !one.ok]);
    }
    expect(pathSuites([right]).map(({ name }) => name)).toEqual(['right: KB900001 P']);
  });
});
