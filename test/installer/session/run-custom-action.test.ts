import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeImage } from '../../support/image.js';
import type { PackagePlan } from '../../support/package-builder.js';
import { hashTree, text, writePackage } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const files = [{ key: 'a', name: 'a.txt', bytes: text('first') }];
const actions = (more: Record<string, number>) => ({ AdminExecuteSequence: more });

async function image(plan: Partial<PackagePlan>, options: Parameters<typeof makeImage>[1] = {}) {
  const made = await makeImage(writePackage({ files, ...plan }), options);
  return { ...made, files: Object.keys(hashTree(made.target)) };
}

it('35 before CostFinalize sets a property, behind it moves the folder', async () => {
  const plan = (number: number): Partial<PackagePlan> => ({
    rows: { CustomAction: [['Move', 35, 'INSTALLDIR', '[TARGETDIR]moved']] },
    sequences: actions({ Move: number }),
  });
  const late = await image(plan(1100));
  expect(late.files).toContain('moved/a.txt');
  const early = await image(plan(5));
  expect(early.files).not.toContain('moved/a.txt');
});

it.each([
  ['text of its own', 'sorry, [ProductName]', [], 'sorry, Fixture'],
  ['a row of the Error table', '25001', [[25001, 'not on [ACTION]']], 'not on ADMIN'],
])('19 stops with %s and leaves nothing', async (_, target, errors, message) => {
  const folder = join(tempFolder(), 'image');
  const plan: Partial<PackagePlan> = {
    rows: { CustomAction: [['Stop', 19, null, target]], Error: errors },
    sequences: actions({ Stop: 4500 }),
  };
  await expect(image(plan, { target: folder })).rejects.toMatchObject({
    code: 'ACTION_FAILED',
    message: expect.stringContaining(message),
    facts: { entry: 'Stop' },
  });
  expect(existsSync(folder)).toBe(false);
});

it.each([1, 2, 5, 6, 17, 18, 21, 22, 34, 37, 38, 50, 53, 54, 7, 23, 39, 51 + 1024, 3073])(
  'type %i is skipped and reported',
  async (type) => {
    const { files: left, warnings } = await image({
      rows: { CustomAction: [['Code', type, 'X', 'Y']] },
      sequences: actions({ Code: 4500 }),
    });
    expect(left).toContain('PFiles/Fixture/a.txt');
    expect(warnings).toMatchObject([{ code: 'ACTION_SKIPPED', stream: 'CustomAction', entry: 'Code' }]);
  },
);
