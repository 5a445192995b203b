import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, parse, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource, readAll } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { writeCompoundFile } from '../../../src/formats/cfb/compound-file-writer.js';
import { storageContent } from '../../../src/formats/cfb/storage-content.js';
import { parseAdminProperties } from '../../../src/installer/image/admin-properties-stream.js';
import type { InstallationEvent } from '../../../src/installer/log/installation-log.js';
import { writePropertySet } from '../../../src/msi/property-set.js';
import { SummaryInformation } from '../../../src/msi/summary-information.js';
import { makeImage } from '../../support/image.js';
import { standardSequences } from '../../support/installer-schema.js';
import type { PackagePlan } from '../../support/package-builder.js';
import { hashTree, text, textTree, withInstallPackage, writePackage } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const files = [{ key: 'a', name: 'a.txt', bytes: text('first') }];
const packageOf = (plan: Partial<PackagePlan> = {}) => writePackage({ files, ...plan });

/** Actions of AdminExecuteSequence, besides the suggested ones; null takes one away. */
const actions = (more: Record<string, number | [number, string] | null>) => ({
  AdminExecuteSequence: more,
});

async function image(plan: Partial<PackagePlan>, options: Parameters<typeof makeImage>[1] = {}) {
  const events: InstallationEvent[] = [];
  const made = await makeImage(packageOf(plan), { ...options, log: (event) => events.push(event) });
  return { ...made, files: Object.keys(hashTree(made.target)), events };
}

const DATABASE = 'package.msi';
const FILE = 'PFiles/Fixture/a.txt';

/** What the stream AdminProperties of an image says, besides that it is one. */
function savedIn(path: string): Promise<Record<string, string>> {
  return withInstallPackage(path, (content) => {
    const saved = parseAdminProperties(readAll(content.database.stream('AdminProperties')));
    expect(saved.get('IsAdminPackage')).toBe('1');
    saved.delete('IsAdminPackage');
    return Object.fromEntries(saved);
  });
}

function withPageCount(msi: Uint8Array, pageCount: number): Uint8Array {
  const content = storageContent(CompoundFile.open(new BufferSource(msi)).root);
  const summary = content.streams.find(({ name }) => name === '\u0005SummaryInformation')!;
  const properties = new Map(SummaryInformation.parse(summary.bytes).properties);
  properties.set(14, { type: 3, value: pageCount });
  summary.bytes = writePropertySet(properties);
  return writeCompoundFile(content);
}

describe('the sequence', () => {
  it('runs actions by number and tells of each', async () => {
    const { events } = await image({});
    const started = events.flatMap((event) => (event.type === 'actionStart' ? [event.action] : []));
    expect(started).toEqual(Object.keys(standardSequences.AdminExecuteSequence));
    const ended = events.flatMap((event) => (event.type === 'actionEnd' ? [event.returnValue] : []));
    expect(ended).toEqual(started.map(() => 1));
  });

  it.each([
    ['no InstallAdminPackage', { InstallAdminPackage: null }, [FILE]],
    ['InstallAdminPackage at 0', { InstallAdminPackage: 0 }, [FILE]],
    ['InstallAdminPackage at an end state', { InstallAdminPackage: -1 }, [FILE]],
    ['a false condition on it', { InstallAdminPackage: [3900, 'NOPE'] as [number, string] }, [FILE]],
    [
      'a true condition on it',
      { InstallAdminPackage: [3900, 'TARGETDIR'] as [number, string] },
      [FILE, DATABASE],
    ],
    [
      'a false condition on InstallFiles',
      { InstallFiles: [4000, 'ACTION="INSTALL"'] as [number, string] },
      [DATABASE],
    ],
    ['no InstallFinalize', { InstallFinalize: null }, [FILE, DATABASE]],
    ['an action that is nowhere', { Nowhere: 5000 }, [FILE, DATABASE]],
  ])('with %s leaves %j: %j', async (_, change, expected) => {
    expect((await image({ sequences: actions(change) })).files.sort()).toEqual(expected.sort());
  });

  it('takes the suggested sequence where there is none, and says so', async () => {
    const none = Object.fromEntries(
      Object.keys(standardSequences.AdminExecuteSequence).map((name) => [name, null]),
    );
    const { files: left, warnings } = await image({ sequences: actions(none) });
    expect(left.sort()).toEqual([FILE, DATABASE].sort());
    expect(warnings).toMatchObject([{ code: 'PACKAGE_SOURCE_LAYOUT', stream: 'AdminExecuteSequence' }]);
  });

  it('stops at a condition that does not parse, names the cell and leaves nothing', async () => {
    const target = join(tempFolder(), 'image');
    await expect(
      image({ sequences: actions({ InstallFiles: [4000, 'A AND'] }) }, { target }),
    ).rejects.toMatchObject({
      code: 'MSI_BAD_CONDITION',
      facts: { stream: 'AdminExecuteSequence', entry: 'InstallFiles', structure: 'Condition' },
    });
    expect(existsSync(target)).toBe(false);
  });
});

it('an action that is nowhere is told of, as 2726', async () => {
  const { warnings, events } = await image({ sequences: actions({ Nowhere: 5000, RegisterUser: 5001 }) });
  expect(warnings).toMatchObject([{ code: 'ACTION_SKIPPED', entry: 'Nowhere' }]);
  expect(events).toContainEqual({ type: 'actionEnd', action: 'Nowhere', returnValue: 0 });
  expect(events).toContainEqual({ type: 'message', number: 2726, fields: ['Nowhere'], kind: 'info' });
  expect(events).toContainEqual({ type: 'actionEnd', action: 'RegisterUser', returnValue: 1 });
});

it('a package without a sequence is refused where that is wanted', async () => {
  const none = Object.fromEntries(
    Object.keys(standardSequences.AdminExecuteSequence).map((name) => [name, null]),
  );
  const target = join(tempFolder(), 'image');
  await expect(
    image({ sequences: actions(none) }, { missingSequence: 'refuse', target }),
  ).rejects.toMatchObject({ code: 'PACKAGE_NOT_INSTALLABLE' });
  expect(existsSync(target)).toBe(false);
});

describe('custom actions', () => {
  // Wine, test_admin: a type 51 action between FileCost and CostFinalize makes the condition true.
  it('51 sets a property before costing, which conditions then see', async () => {
    const plan: Partial<PackagePlan> = {
      components: { C_a: { condition: 'POSTADMIN=1' } },
      rows: { CustomAction: [['SetPOSTADMIN', 51, 'POSTADMIN', '1']] },
      sequences: actions({ SetPOSTADMIN: 950 }),
    };
    expect((await image(plan, { componentConditions: 'apply' })).files).toContain(FILE);
    const { sequences: _, ...without } = plan;
    expect((await image(without, { componentConditions: 'apply' })).files).toEqual([DATABASE]);
    expect((await image(without)).files).toContain(FILE);
  });

  it('51 takes formatted text, with folders from CostFinalize on', async () => {
    const { session, target } = await image(
      {
        rows: {
          CustomAction: [
            ['Early', 51, 'EARLY', '[ProductName] [INSTALLDIR]'],
            ['Late', 51, 'LATE', '[INSTALLDIR]|[#a]|[$C_a]|[%os]'],
          ],
        },
        sequences: actions({ Early: 100, Late: 1100 }),
      },
      { environment: { OS: 'Windows_NT' } },
    );
    const folder = `${join(target, 'PFiles/Fixture')}${sep}`;
    expect(session.properties.get('EARLY')).toBe('Fixture ');
    expect(session.properties.get('LATE')).toBe(`${folder}|${folder}a.txt|${folder}|Windows_NT`);
    expect(session.warnings).toMatchObject([
      { code: 'PROPERTY_MISSING', stream: 'CustomAction', entry: 'Early', structure: 'Target' },
    ]);
  });

  describe('never say where the image goes', () => {
    const early = { Try: 5 };
    const late = { Try: 1100 };
    const root = [{ id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' }];
    const action = (type: number, property: string, value: string): NonNullable<PackagePlan['rows']> => ({
      CustomAction: [['Try', type, property, value]],
    });
    const cases: [string, (elsewhere: string) => Partial<PackagePlan>][] = [
      ['51 and TARGETDIR', (to) => ({ rows: action(51, 'TARGETDIR', to), sequences: actions(early) })],
      ['51 and ROOTDRIVE', (to) => ({ rows: action(51, 'ROOTDRIVE', to), sequences: actions(early) })],
      ['51 behind costing', (to) => ({ rows: action(51, 'TARGETDIR', to), sequences: actions(late) })],
      [
        '51 before the end',
        (to) => ({ rows: action(51, 'TARGETDIR', to), sequences: actions({ Try: 6599 }) }),
      ],
      ['51 that clears it', () => ({ rows: action(51, 'TARGETDIR', ''), sequences: actions(early) })],
      ['35 early', (to) => ({ rows: action(35, 'TARGETDIR', to), sequences: actions(early) })],
      ['35 behind costing', (to) => ({ rows: action(35, 'TARGETDIR', to), sequences: actions(late) })],
      [
        '35 to a folder in it',
        () => ({ rows: action(35, 'TARGETDIR', '[TARGETDIR]in'), sequences: actions(late) }),
      ],
      ['35 and ROOTDRIVE', (to) => ({ rows: action(35, 'ROOTDRIVE', to), sequences: actions(late) })],
      [
        'a property in formatted text',
        (to) => ({
          properties: { WHERE: to },
          rows: action(51, 'TARGETDIR', '[WHERE]'),
          sequences: actions(early),
        }),
      ],
      [
        'a name that no system has',
        () => ({ rows: action(51, 'TARGETDIR', 'a[~]b'), sequences: actions(early) }),
      ],
      ['a path of Windows', () => ({ rows: action(51, 'TARGETDIR', 'C:\\x'), sequences: actions(early) })],
      ['the Property table, TARGETDIR', (to) => ({ properties: { TARGETDIR: to } })],
      ['the Property table, ROOTDRIVE', (to) => ({ properties: { ROOTDRIVE: to } })],
    ];
    const everywhere = { TARGETDIR: 'given' };
    for (const [how, given] of [
      ['TARGETDIR', everywhere],
      ['ROOTDRIVE', { TARGETDIR: '', ROOTDRIVE: 'given' }],
    ] as const) {
      it.each(cases)(`%s, against ${how} of the command line`, async (_, plan) => {
        const folder = tempFolder();
        const { events, ...made } = await image(
          {
            ...plan(join(folder, 'elsewhere')),
            directories: root,
            files: [{ ...files[0]!, directory: 'TARGETDIR' }],
          },
          {
            with: Object.fromEntries(
              Object.entries(given).map(([name, at]) => [name, at && join(folder, at)]),
            ),
          },
        );
        expect(made.target).toBe(join(folder, 'given'));
        expect(Object.keys(hashTree(folder)).sort()).toEqual(['given/a.txt', `given/${DATABASE}`]);
        expect(made.warnings).toMatchObject([{ code: 'TARGET_FIXED' }]);
        expect(made.session.properties.get('TARGETDIR')).toBe(`${made.target}${sep}`);
        const drive = how === 'ROOTDRIVE' ? made.target : parse(made.target).root;
        expect(made.session.properties.get('ROOTDRIVE')).toBe(drive);
        const told = events
          .filter(({ type }) => type === 'info')
          .map((event) => Object(event).text as string);
        expect(told.filter((line) => line.includes('only the command line'))).toHaveLength(1);
      });
    }

    it.each(cases)('%s, where nobody names a folder', async (_, plan) => {
      const folder = tempFolder();
      await expect(
        image(plan(join(folder, 'elsewhere')), { target: '', platform: 'linux' }),
      ).rejects.toMatchObject({ code: 'TARGET_MISSING' });
      expect(hashTree(folder)).toEqual({});
    });

    it('a folder of the Directory table that has the name of ROOTDRIVE', async () => {
      const made = await image({
        directories: [...root, { id: 'ROOTDRIVE', parent: 'TARGETDIR', defaultDir: 'Fixture' }],
        files: [{ ...files[0]!, directory: 'ROOTDRIVE' }],
      });
      expect(made.session.properties.get('ROOTDRIVE')).toBe(parse(made.target).root);
      expect(made.files.sort()).toEqual(['Fixture/a.txt', DATABASE]);
    });

    it('what an image has saved', async () => {
      const folder = tempFolder();
      const first = await image(
        { properties: { AdminProperties: 'TARGETDIR;ROOTDRIVE' } },
        { target: join(folder, 'first') },
      );
      await expect(makeImage(first.path, { target: '', platform: 'linux' })).rejects.toMatchObject({
        code: 'TARGET_MISSING',
      });
      const second = await makeImage(first.path, { target: join(folder, 'second') });
      expect(second.target).toBe(join(folder, 'second'));
      expect(second.warnings.map(({ code }) => code)).toEqual(['TARGET_FIXED']);
    });

    it('51 that sets what holds already is nothing to tell of', async () => {
      const { warnings } = await image({
        rows: action(51, 'TARGETDIR', '[TARGETDIR]'),
        sequences: actions(late),
      });
      expect(warnings).toEqual([]);
    });
  });

  it('see harmless variables of the environment alone, and are told of the others once', async () => {
    const secret = 'sesame-7731';
    const wanted = [
      '[%HOTFIXKIT_PASSWORD]',
      '[%hotfixkit_password]',
      '[%[NAME]]',
      '{[%HOME]}',
      '[%OS]',
      '[%windir]',
    ];
    const {
      session,
      path,
      events,
      warnings,
      files: left,
    } = await image(
      {
        properties: { AdminProperties: 'LEAK;GUESSED', NAME: 'HOTFIXKIT_PASSWORD' },
        components: { C_a: { condition: `%HOTFIXKIT_PASSWORD >< "ses" OR %TOKEN` } },
        rows: {
          CustomAction: [
            ['Leak', 51, 'LEAK', wanted.join('|')],
            ['Guess', 51, 'GUESSED', 'yes'],
          ],
        },
        sequences: actions({ Leak: 5, Guess: [6, '%HOTFIXKIT_PASSWORD OR %Home <> ""'] }),
      },
      {
        environment: { HOTFIXKIT_PASSWORD: secret, HOME: `/home/${secret}`, TOKEN: secret, OS: 'Windows_NT' },
        componentConditions: 'apply',
      },
    );
    expect(session.properties.get('LEAK')).toBe('||||Windows_NT|');
    expect(await savedIn(path)).toEqual({ LEAK: '||||Windows_NT|' });
    expect(left).toEqual([DATABASE]);
    expect(warnings.map(({ code, entry }) => `${code} ${entry}`)).toEqual([
      'ENVIRONMENT_WITHHELD HOTFIXKIT_PASSWORD',
      'ENVIRONMENT_WITHHELD HOME',
      'PROPERTY_MISSING Leak',
      'ENVIRONMENT_WITHHELD TOKEN',
    ]);
    expect(JSON.stringify([events, warnings, [...session.properties]])).not.toContain(secret);
  });

  it('that ask for a thousand variables get one warning for most of them', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `[%V${index}]`);
    const { warnings } = await image({
      rows: { CustomAction: [['Ask', 51, 'ASKED', names.join('')]] },
      sequences: actions({ Ask: 5 }),
    });
    expect(warnings).toHaveLength(51);
    expect(warnings.at(-1)!.message).toContain('more environment variables');
  });
});

describe('features and conditions', () => {
  it.each([
    ['level 0 by a condition that holds', 1, [['Complete', 0, 'ACTION="ADMIN"']], [DATABASE]],
    ['one that does not', 1, [['Complete', 0, 'Installed']], [FILE, DATABASE]],
    ['another level', 1, [['Complete', 30000, '1']], [FILE, DATABASE]],
    ['a level given to a feature authored as 0', 0, [['Complete', 1, '1']], [FILE, DATABASE]],
  ])('%s', async (_, level, condition, expected) => {
    const plan: Partial<PackagePlan> = {
      features: [{ id: 'Complete', level }],
      rows: { Condition: condition },
    };
    expect((await image(plan)).files.sort()).toEqual(expected.sort());
  });

  it('LaunchConditions stop where the sequence has them', async () => {
    const plan: Partial<PackagePlan> = {
      rows: {
        LaunchCondition: [
          ['VersionNT >= 501', 'XP'],
          ['FRAMEWORK', '[ProductName] needs it'],
        ],
      },
    };
    expect((await image(plan)).files).toContain(FILE);
    const sequences = actions({ LaunchConditions: 100 });
    await expect(image({ ...plan, sequences })).rejects.toMatchObject({
      code: 'LAUNCH_CONDITION',
      message: 'the package requires FRAMEWORK: Fixture needs it',
    });
    expect((await image({ ...plan, sequences }, { with: { FRAMEWORK: '1' } })).files).toContain(FILE);
    expect((await image({ ...plan, sequences }, { launchConditions: 'ignore' })).files).toContain(FILE);
  });
});

describe('properties', () => {
  it('are saved in the image and count when it is installed from', async () => {
    const path = packageOf({
      properties: { AdminProperties: 'MYPROP;Mixed', Mixed: 'x y', MYPROP: '1' },
    });
    const made = await makeImage(path, { with: { MYPROP: '2718' } });
    await withInstallPackage(made.path, async (content) => {
      const stream = content.database.stream('AdminProperties');
      const bytes = stream.read(0, stream.size);
      expect(Buffer.from(bytes).toString('utf16le')).toBe('IsAdminPackage="1" MYPROP="2718" Mixed="x y" \0');
    });
    const again = await makeImage(made.path);
    expect([again.session.properties.get('MYPROP'), again.session.properties.get('Mixed')]).toEqual([
      '2718',
      'x y',
    ]);
    expect(again.session.properties.get('IsAdminPackage')).toBe('1');
    expect(readFileSync(again.path).length).toBe(readFileSync(made.path).length);
  });

  it.each([
    ['merge', { PROPA: '1', PROPB: '3' }],
    ['replace', { PROPB: '3' }],
  ] as const)('saved before: %s', async (savedProperties, expected) => {
    const first = await makeImage(packageOf({ properties: { AdminProperties: 'PROPA;PROPB' } }), {
      with: { PROPA: '1', PROPB: '2' },
    });
    const again = await makeImage(first.path, {
      // The session says this time that only PROPB is to be saved.
      properties: new Map([
        ['TARGETDIR', join(tempFolder(), 'again')],
        ['AdminProperties', 'PROPB'],
        ['PROPB', '3'],
      ]),
      savedProperties,
    });
    expect(await savedIn(again.path)).toEqual(expected);
  });

  it.each([
    [200, {}, 'add', {}],
    [110, {}, 'add', { DISABLEMEDIA: '1' }],
    [110, {}, 'leave', {}],
    [110, { MSINODISABLEMEDIA: '1' }, 'add', {}],
    [
      110,
      { MSINODISABLEMEDIA: '1', AdminProperties: 'DISABLEMEDIA;X', DISABLEMEDIA: '1', X: 'y' },
      'add',
      { X: 'y' },
    ],
  ] as const)('Page Count %i, %j, %s: %j', async (pageCount, properties, disableMedia, expected) => {
    const path = packageOf({ properties });
    writeFileSync(path, withPageCount(readFileSync(path), pageCount));
    expect(await savedIn((await makeImage(path, { disableMedia })).path)).toEqual(expected);
  });

  it.each([
    ['keep', 12],
    ['clear', 4],
  ] as const)('bit 3 of Word Count: %s gives %i', async (elevationBit, expected) => {
    const made = await makeImage(packageOf({ wordCount: 10 }), { elevationBit });
    await withInstallPackage(made.path, (content) => expect(content.wordCount).toBe(expected));
  });

  it('TARGETDIR may have backslashes on any system', async () => {
    const folder = tempFolder();
    const made = await image({}, { target: `${folder}\\a\\b` });
    expect(made.target).toBe(join(folder, 'a', 'b'));
  });

  it.each([
    ['TARGETDIR of the command line before that of the table', { TARGETDIR: 'given' }, 'given'],
    ['ROOTDRIVE where there is no TARGETDIR', { TARGETDIR: '', ROOTDRIVE: 'root' }, 'root'],
  ])('%s', async (_, given, expected) => {
    const folder = tempFolder();
    const made = await image(
      { properties: { TARGETDIR: 'of the table' } },
      {
        with: Object.fromEntries(
          Object.entries(given).map(([name, value]) => [name, value && join(folder, value)]),
        ),
      },
    );
    expect(made.target).toBe(join(folder, expected));
    expect(textTree(made.target)[FILE]).toBe('first');
  });

  it.each([
    ['', 'TARGET_MISSING', /TARGETDIR=folder/],
    ['C:\\image', 'TARGET_FOREIGN', /path of this system/],
    ['\\\\server\\share\\image', 'TARGET_FOREIGN', /path of this system/],
  ])('TARGETDIR=%s is refused here', async (target, code, message) => {
    await expect(image({}, { target, platform: 'linux' })).rejects.toMatchObject({
      code,
      kind: 'usage',
      message: expect.stringMatching(message),
    });
  });
});
