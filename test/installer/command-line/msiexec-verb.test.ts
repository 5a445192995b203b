import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import { parseMsiexecCommandLine } from '../../../src/installer/command-line/msiexec-command-line.js';
import { exitCodeOf } from '../../../src/installer/log/exit-codes.js';

function refusal(parse: () => unknown): HotfixkitError {
  try {
    parse();
  } catch (error) {
    if (error instanceof HotfixkitError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

/** Line, then what the message says and what it tells to type. */
const refusals: [string, RegExp, RegExp][] = [
  ['/a x.msi /a y.msi', /two packages/, /\/a with one package/],
  ['/a x.msi /i y.msi', /\/a and \/i exclude each other/, /\/a or \/i/],
  ['/x x.msi /f y.msi', /\/x and \/f exclude each other/, /\/x or \/f/],
  ['/i x.msi /p y.msp', /\/i and \/p exclude each other/, /\/i x\.msi PATCH=y\.msp/],
  ['/x x.msi /p y.msp', /\/x and \/p exclude each other/, /one of them/],
  ['TARGETDIR=C:\\x', /does not say what to do/, /\/a package\.msi/],
  ['/qn', /does not say what to do/, /\/a package\.msi/],
  ['/p ;', /\/p needs a patch/, /\/p patch\.msp/],
  ['/a {90120000-0030-0000-0000-0000000FF1CE}', /takes a package, not a product code/, /\/a package\.msi/],
  ['/a x.msi /t y.mst', /\/t cannot be used with this verb/, /TRANSFORMS/],
  ['/a x.msi /g 1033', /\/g cannot be used/, /\/j/],
  ['/a x.msi /c', /\/c cannot be used/, /MSINEWINSTANCE/],
  ['/a x.msi /n {90120000-0030-0000-0000-0000000FF1CE}', /\/n cannot be used/, /\/i, \/f, \/x or \/p/],
  ['/j x.msi /m status', /\/m cannot be used/, /\/a/],
  ['/j x.msi /c', /\/c needs the transform/, /\/t/],
  ['/a x.msi /quiet /promptrestart', /cannot ask when/, /\/norestart/],
  ['/a x.msi /norestart /forcerestart', /contradict/, /\/norestart or \/forcerestart/],
  ['/a x.msi ACTION=INSTALL', /\/a means ACTION=ADMIN/, /without ACTION/],
];

describe('resolveVerb', () => {
  it.each(refusals)('refuses %s', (line, message, expected) => {
    const error = refusal(() => parseMsiexecCommandLine(line));
    expect(error.code).toBe('MSIEXEC_COMMAND_LINE');
    expect(exitCodeOf(error)).toBe(1639);
    expect(error.message).toMatch(message);
    expect(String(error.facts.expected)).toMatch(expected);
  });
});
