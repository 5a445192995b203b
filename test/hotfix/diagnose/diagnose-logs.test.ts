import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnoseLogs, isLogName } from '../../../src/hotfix/diagnose/diagnose-logs.js';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { caughtLater } from '../../support/caught.js';
import { harmlessEntries, logEntry, published } from '../../support/log-builder.js';
import { tempFolder } from '../../support/temp-folder.js';

const manifests = [manifestFromCatalogue('977203')];

function logFolder(): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'old'));
  writeFileSync(join(folder, 'Ccmexec.log'), harmlessEntries(3) + logEntry(published.en));
  writeFileSync(
    join(folder, 'old', 'CCMEXEC-1.LO_'),
    logEntry(published.vi, 'OSDSMPClient', '01:00:00.000+000'),
  );
  writeFileSync(join(folder, 'old', 'Policy.log'), harmlessEntries(3));
  writeFileSync(join(folder, 'setup.exe'), logEntry(published.en));
  return folder;
}

describe('diagnoseLogs', () => {
  it('says which article, where, when and what to run', async () => {
    const folder = logFolder();
    const { ok, logs, findings, warnings } = await diagnoseLogs([folder], manifests);
    expect([ok, warnings]).toEqual([false, []]);
    expect(logs.map(({ path, found, lines }) => [path.slice(folder.length + 1), found, lines])).toEqual([
      ['Ccmexec.log', 1, 4],
      ['old/CCMEXEC-1.LO_', 1, 1],
      ['old/Policy.log', 0, 3],
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      kb: '977203',
      symptom: 'certificate-import',
      certainty: 'certain',
      count: 2,
      first: '2010-10-25T01:00:00.000Z',
      last: '2010-10-25T20:37:02.123Z',
    });
    expect(findings[0]!.occurrences.map(({ line, language }) => [line, language])).toEqual([
      [4, 'en'],
      [1, 'vi'],
    ]);
    expect(findings[0]!.run.map(({ command }) => command)).toContain('CCMCertFix.exe CCMCertFix.log');
  });

  it('counts all and lists as many as asked for', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.log'), logEntry(published.en).repeat(30));
    const { findings } = await diagnoseLogs([folder], manifests, { limit: 5 });
    expect([findings[0]!.count, findings[0]!.occurrences.length]).toEqual([30, 5]);
  });

  it('expands patterns that the shell left alone', async () => {
    const folder = logFolder();
    const paths = async (pattern: string) =>
      (await diagnoseLogs([join(folder, pattern)], manifests)).logs.map(({ path }) =>
        path.slice(folder.length + 1),
      );
    expect(await paths('*.LOG')).toEqual(['Ccmexec.log']);
    expect(await paths('**/ccmexec*')).toEqual(['Ccmexec.log', 'old/CCMEXEC-1.LO_']);
  });

  it('reads a file that is named whatever it is called', async () => {
    const { findings } = await diagnoseLogs([join(logFolder(), 'setup.exe')], manifests);
    expect(findings[0]!.count).toBe(1);
  });

  it.each(['nothing.log', 'none*.log'])('says that %s is not there', async (name) => {
    const error = await caughtLater(() => diagnoseLogs([join(logFolder(), name)], manifests));
    expect(error).toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('can be interrupted', async () => {
    const controller = new AbortController();
    controller.abort();
    const error = await caughtLater(() =>
      diagnoseLogs([logFolder()], manifests, { signal: controller.signal }),
    );
    expect(error).toMatchObject({ code: 'ABORTED' });
  });

  it('refuses articles of which no symptom is known', async () => {
    const [manifest] = manifests;
    const { facts: _, ...bare } = manifest!;
    const error = await caughtLater(() => diagnoseLogs([logFolder()], [bare]));
    expect(error).toMatchObject({ code: 'USAGE' });
  });
});

describe('isLogName', () => {
  it.each(['Ccmexec.log', 'CCMEXEC.LO_', 'ccmexec-20101025-133702.log', 'a.log.1', 'a.txt'])(
    'takes %s',
    (name) => {
      expect(isLogName(name)).toBe(true);
    },
  );

  it.each(['a.exe', 'log', 'a.log.gz', 'a.logx'])('leaves %s', (name) => {
    expect(isLogName(name)).toBe(false);
  });
});
