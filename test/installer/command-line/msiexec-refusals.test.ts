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
  ['/a', /\/a needs a package right after it/, /\/a package\.msi/],
  ['/a /qb x.msi', /\/a needs a package right after it/, /\/a package\.msi/],
  ['/a ""', /\/a needs a package/, /\/a package\.msi/],
  [
    '/i PROPERTY=VALUE A:\\Example.msi',
    /a property cannot be between an option and its argument/,
    /\/i package\.msi PROPERTY=/,
  ],
  [
    '/a targetdir =x x.msi',
    /a property cannot be between an option and its argument/,
    /\/a package\.msi targetdir=/,
  ],
  ['/a x.msi y.msi', /y\.msi is a second package after x\.msi/, /one package/],
  ['/a x.msi y.msp', /y\.msp is a second package/, /\/p first\.msp;second\.msp/],
  ['x.msi', /needs an option before it/, /\/a x\.msi/],
  ['/home/me/x.msi', /needs an option before it/, /\/a \/home\/me\/x\.msi/],
  ['/images/x.msi', /needs an option before it/, /\/a \/images\/x\.msi/],
  ['/aC:\\x.msi /qn', /blank is missing behind \/a/, /\/a C:\\x\.msi$/],
  ['/a\\\\server\\share\\x.msi', /blank is missing behind \/a/, /\/a \\\\server\\share\\x\.msi$/],
  ['x.msp', /a patch needs an option/, /\/p x\.msp/],
  ['/a x.msi TARGETDIR=C:\\my dir', /"dir" is neither an option nor a property/, /TARGETDIR="C:\\my dir"/],
  ['/a x.msi TARGETDIR="C:\\my dir', /quote that opens at column 20 is never closed/, /closing quote/],
  ['/a x.msi =x', /without the name of a property/, /PROPERTY=value/],
  ['/a x.msi 1P=x', /"1P" is not the name of a property/, /letters, digits/],
  ['/a x.msi MY-P=x', /"MY-P" is not the name of a property/, /letters, digits/],
  ['/a x.msi /TARGETDIR=C:\\x', /neither slash nor hyphen/, /TARGETDIR=C:\\x/],
  ['/a x.msi -targetdir=C:\\x', /neither slash nor hyphen/, /targetdir=C:\\x/],
  ['/a x.msi /silent', /there is no option \/silent/, /\/quiet/],
  ['/install x.msi', /there is no option \/install/, /\/i package\.msi/],
  ['--qb /a x.msi', /there is no option --qb/, /\/qb/],
  [
    '/a x.msi --file-mismatch refuse',
    /no option --file-mismatch; options of hotfixkit stand before/,
    /--file-mismatch, .* in front of .*: hotfixkit msiexec --file-mismatch/,
  ],
  ['/a x.msi --source-dir D', /no option --source-dir/, /hotfixkit msiexec --source-dir \.\.\. \/a/],
  ['/a x.msi --source-dir=D', /no option --source-dir/, /hotfixkit msiexec --source-dir \.\.\. \/a/],
  ['/a x.msi --silent', /there is no option --silent/, /\/quiet/],
  ['/constructor', /there is no option \/constructor/, /an option of msiexec/],
  ['/a x.msi /qb+-', /\/qb\+- is not a level/, /\/qb\+!/],
  ['/a x.msi /qf!', /\/qf! is not a level/, /\/qf/],
  ['/a x.msi /qn!', /\/qn! is not a level/, /\/qf/],
  ['/a x.msi /lq a.log', /there is no option \/lq/, /option/],
  ['/a x.msi /l*v', /\/l\*v needs a file for the log/, /\/l\*v install\.log/],
  ['/a x.msi /l*v /qn', /\/l\*v needs a file for the log/, /install\.log/],
  ['/j x.msi /g 99999', /\/g takes a language identifier/, /1033/],
  ['/j x.msi /g en', /\/g takes a language identifier/, /1033/],
];

describe('refuse and explainStrayWord', () => {
  it.each(refusals)('refuses %s', (line, message, expected) => {
    const error = refusal(() => parseMsiexecCommandLine(line));
    expect(error.code).toBe('MSIEXEC_COMMAND_LINE');
    expect(exitCodeOf(error)).toBe(1639);
    expect(error.message).toMatch(message);
    expect(String(error.facts.expected)).toMatch(expected);
  });
});
