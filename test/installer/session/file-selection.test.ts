import { expect, it } from 'vitest';
import type { InstallationEvent } from '../../../src/installer/log/installation-log.js';
import type { AdministrativeSession } from '../../../src/installer/session/administrative-session.js';
import { selectFiles } from '../../../src/installer/session/file-selection.js';
import { makeImage } from '../../support/image.js';
import type { PackagePlan } from '../../support/package-builder.js';
import { hashTree, text, withInstallPackage, writePackage } from '../../support/package-folder.js';

const files = [{ key: 'a', name: 'a.txt', bytes: text('first') }];
const DATABASE = 'package.msi';
const FILE = 'PFiles/Fixture/a.txt';

async function image(plan: Partial<PackagePlan>, options: Parameters<typeof makeImage>[1] = {}) {
  const events: InstallationEvent[] = [];
  const made = await makeImage(writePackage({ files, ...plan }), {
    ...options,
    log: (event) => events.push(event),
  });
  return { ...made, files: Object.keys(hashTree(made.target)), events };
}

it('the documented files of a component with a false condition stay, unless asked otherwise; the log says so', async () => {
  const plan: Partial<PackagePlan> = { components: { C_a: { condition: 'NOPE' } } };
  const kept = await image(plan);
  expect(kept.files).toContain(FILE);
  expect(JSON.stringify(kept.events)).toMatch(/C_a: its condition \(NOPE\) is false; its files are included/);
  expect((await image(plan, { componentConditions: 'apply' })).files).toEqual([DATABASE]);
});

it.each([
  ['NOPE AND', { componentConditions: 'apply' } as const, null],
  ['NOPE AND', {}, [DATABASE, FILE]],
  ['ACTION = "ADMIN"', { componentConditions: 'apply' } as const, [DATABASE, FILE]],
])(
  'a condition that does not parse stops a run only where it decides something: %s',
  async (condition, options, left) => {
    const made = image({ components: { C_a: { condition } } }, options);
    if (left) expect((await made).files.sort()).toEqual(left.sort());
    else await expect(made).rejects.toMatchObject({ code: 'MSI_BAD_CONDITION', facts: { entry: 'C_a' } });
  },
);

it('the log names components whose files no feature brings', async () => {
  const features = [{ id: 'Complete' }, { id: 'Never', level: 0 }];
  const never = { key: 'b', name: 'b.txt', bytes: text('second'), feature: 'Never' };
  const { files: written, events } = await image({ features, files: [...files, never] });
  expect(written.sort()).toEqual([FILE, DATABASE]);
  expect(JSON.stringify(events)).toContain(
    'Component C_b: it is in no feature, or only in features of the level 0; its files are left out.',
  );
});

it('a file whose component is in no table is refused, and not left out', async () => {
  const row = ['lost', 'C_lost', 'lost.txt', 1, null, null, 512, 1];
  await expect(image({ rows: { File: [row] } })).rejects.toMatchObject({
    code: 'PACKAGE_BAD_DIRECTORY',
    message: 'the File table names the component C_lost, which the Component table does not have',
    facts: { entry: 'lost' },
  });
});

it('a condition that is not evaluated is named in the log; an error of the program is no matter of the condition', async () => {
  const plan = { components: { C_a: { condition: 'NOPE AND' } } };
  const { events } = await image(plan);
  expect(JSON.stringify(events)).toContain('Component C_a: its condition is not evaluated');
  await withInstallPackage(writePackage({ files, ...plan }), (content) => {
    const session = {
      package: content,
      holds: () => {
        throw new TypeError('a bug');
      },
      log: () => undefined,
    } as unknown as AdministrativeSession;
    expect(() => selectFiles(session, new Map(), 'ignore')).toThrow(TypeError);
  });
});
