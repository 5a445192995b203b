import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InstallationEvent } from '../../../src/installer/log/installation-log.js';
import { planAdministrativeSequence } from '../../../src/installer/session/administrative-sequence.js';
import { AdministrativeSession } from '../../../src/installer/session/administrative-session.js';
import { applyAdministrativeSequence } from '../../../src/installer/session/apply-administrative-sequence.js';
import { makeImage } from '../../support/image.js';
import type { PackagePlan } from '../../support/package-builder.js';
import { text, textTree, withInstallPackage, writePackage, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const files = [{ key: 'a', name: 'a.txt', bytes: text('first') }];
const FILE = 'PFiles/Fixture/a.txt';
const packageOf = (plan: Partial<PackagePlan> = {}) => writePackage({ files, ...plan });
const image = (plan: Partial<PackagePlan>, options: Parameters<typeof makeImage>[1]) =>
  makeImage(packageOf(plan), options);
const actions = (more: Record<string, number>) => ({ AdminExecuteSequence: more });

it('writes what was planned; the plan alone writes nothing and decodes no file', async () => {
  const path = packageOf();
  const target = join(tempFolder(), 'image');
  const events: InstallationEvent[] = [];
  await withInstallPackage(path, async (content) => {
    const session = new AdministrativeSession(content, {
      user: 'tester',
      packagePath: path,
      properties: new Map([['TARGETDIR', target]]),
      log: (event) => events.push(event),
    });
    const plan = planAdministrativeSequence(session, { packageName: basename(path) });
    expect(plan).toMatchObject({ kind: 'image', target, finalizer: 'InstallFinalize' });
    expect(plan.image.files.map((file) => file.path)).toEqual([FILE]);
    expect(existsSync(target)).toBe(false);
    expect(events.at(-1)).toEqual({ type: 'actionStart', action: 'InstallFinalize' });

    const paths: string[] = [];
    const result = await applyAdministrativeSequence(session, plan, {
      beforeWriting: (all) => paths.push(...all),
    });
    expect(result.written).toEqual([FILE, 'package.msi']);
    expect(paths).toEqual(result.written.map((one) => join(target, one)));
    expect(textTree(target)[FILE]).toBe('first');
    expect(events.at(-1)).toEqual({ type: 'actionEnd', action: 'InstallFinalize', returnValue: 1 });
  });
});

it('tells of actions behind InstallFinalize after its work', async () => {
  const events: InstallationEvent[] = [];
  await image(
    { rows: { CustomAction: [['Late', 51, 'LATE', 'x']] }, sequences: actions({ Late: 7000 }) },
    { log: (event) => events.push(event) },
  );
  const order = events.flatMap((event) =>
    event.type === 'operation' || event.type === 'propertyChange'
      ? [event.name]
      : event.type === 'actionEnd'
        ? [`${event.action} ended`]
        : [],
  );
  expect(order.indexOf('FileCopy')).toBeGreaterThan(-1);
  expect(order.slice(order.indexOf('FileCopy') + 1)).toEqual(['InstallFinalize ended', 'LATE', 'Late ended']);
});

it('ends InstallFinalize with 3 where the disk refuses, and tells of nothing behind it', async () => {
  const target = tempFolder();
  writeTree(target, { [`${FILE}/x`]: 'a folder of that name' });
  const events: InstallationEvent[] = [];
  await expect(
    image(
      { rows: { CustomAction: [['Late', 51, 'LATE', 'x']] }, sequences: actions({ Late: 7000 }) },
      { target, log: (event) => events.push(event) },
    ),
  ).rejects.toMatchObject({ code: 'FILE_WRITE' });
  expect(events.at(-1)).toEqual({ type: 'actionEnd', action: 'InstallFinalize', returnValue: 3 });
  expect(JSON.stringify(events)).not.toContain('LATE');
});

describe('a run that fails behind InstallFinalize', () => {
  const plan: Partial<PackagePlan> = {
    rows: { CustomAction: [['Stop', 19, null, 'no further']] },
    sequences: actions({ Stop: 7000 }),
  };

  it('leaves no folder that it made', async () => {
    const target = join(tempFolder(), 'image');
    await expect(image(plan, { target })).rejects.toMatchObject({ code: 'ACTION_FAILED' });
    expect(existsSync(target)).toBe(false);
  });

  it('leaves what it found', async () => {
    const target = tempFolder();
    writeTree(target, { [FILE]: 'older', 'other.txt': 'x' });
    await expect(image(plan, { target })).rejects.toMatchObject({ code: 'ACTION_FAILED' });
    expect(textTree(target)).toEqual({ [FILE]: 'older', 'other.txt': 'x' });
  });
});

// Windows Installer takes the bytes of the cabinet or of the source file: FileSize serves costing, MsiFileHash the decision about
// a file that is there already.
describe('a file that is not the one that the tables state', () => {
  const cases: [string, Partial<PackagePlan>, string][] = [
    ['size, in a cabinet', { files: [{ ...files[0]!, size: 7 }] }, 'PACKAGE_FILE_SIZE'],
    ['hash, in a cabinet', { files: [{ ...files[0]!, hash: [1, 2, 3, 4] }] }, 'PACKAGE_FILE_HASH'],
    [
      'size, beside the package',
      { files: [{ ...files[0]!, size: 7 }], cabinets: 'none' },
      'PACKAGE_FILE_SIZE',
    ],
  ];

  it.each(cases)('is taken with a warning in the answer and in the log: %s', async (_, plan, code) => {
    const events: InstallationEvent[] = [];
    const made = await image(plan, { log: (event) => events.push(event) });
    expect(textTree(made.target)[FILE]).toBe('first');
    expect(made.warnings).toMatchObject([{ code, entry: 'a' }]);
    const notes = events.flatMap((event) => (event.type === 'info' ? [event.text] : []));
    expect(notes.filter((note) => note.includes('that the package states'))).toHaveLength(1);
  });

  it.each(cases)('is refused where that is wanted: %s', async (_, plan, code) => {
    const target = join(tempFolder(), 'image');
    await expect(image(plan, { target, fileMismatch: 'refuse' })).rejects.toMatchObject({ code });
    expect(existsSync(target)).toBe(false);
  });
});
