import { expect, it } from 'vitest';
import { withNothingChanged } from '../../src/cli/nothing-changed.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { diskError } from '../../src/node/disk-error.js';

const error = (code: string) =>
  diskError(Object.assign(new Error(code), { code }), 'FILE_WRITE', 'cannot be written', 'out/a', 'win32');

it.each(['EBUSY', 'EPERM', 'EACCES'])(
  'a file that another program holds: nothing was changed (%s)',
  (code) => {
    const { message, facts } = withNothingChanged(error(code), 'win32');
    expect(message).toMatch(
      /^cannot be written: another program has it open.* close that program.*; nothing was changed$/,
    );
    expect(facts).toEqual({ file: 'out/a' });
  },
);

it('is not said of other errors, of other systems, nor where something could not be restored', () => {
  const unrestored = new HotfixkitError(
    'FILE_WRITE',
    'not everything could be restored',
    {},
    { cause: error('EBUSY') },
  );
  for (const one of [error('ENOSPC'), unrestored]) expect(withNothingChanged(one, 'win32')).toBe(one);
  const elsewhere = error('EBUSY');
  expect(withNothingChanged(elsewhere, 'linux')).toBe(elsewhere);
});
