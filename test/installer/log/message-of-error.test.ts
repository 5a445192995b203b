import { describe, expect, it } from 'vitest';
import { type ErrorCode, HotfixkitError } from '../../../src/core/errors.js';
import { logError, messageOfError } from '../../../src/installer/log/message-of-error.js';

describe('messageOfError', () => {
  // Numbers and fields: win32 docs, "Windows Installer Error Messages".
  it.each<[ErrorCode, object, number, unknown[]]>([
    ['PACKAGE_NO_CABINET', { entry: 'x.cab', file: 'a.msi' }, 1311, ['x.cab']],
    ['PACKAGE_NO_FILE', { entry: 'f1', expected: 'dir/f1.txt' }, 1308, ['dir/f1.txt']],
    ['PACKAGE_NO_FILE', { entry: 'f1' }, 1308, ['f1']],
    ['CAB_NO_FILE', { entry: 'f1', stream: 'x.cab' }, 1334, ['f1', 'x.cab']],
    ['PACKAGE_FILE_HASH', { entry: 'f1' }, 1331, ['f1']],
    ['PACKAGE_NO_SHORT_NAME', { entry: 'f1', found: 'long name.txt' }, 1325, ['long name.txt']],
    ['DISK_FULL', { file: 'out/a' }, 1307, ['out/a']],
    ['FILE_WRITE', { file: 'out/a', entry: 'b' }, 1304, ['out/a']],
    ['FILE_READ', { entry: 'b' }, 1305, ['b', null]],
    ['ABORTED', {}, 1602, []],
    ['MSIEXEC_COMMAND_LINE', {}, 1639, []],
    ['CAB_TRUNCATED', { stream: 'x.cab', file: 'a.msi' }, 1335, ['x.cab']],
    ['LZX_BAD_DATA' as ErrorCode, { file: 'x.cab' }, 1335, ['x.cab']],
  ])('%s %j', (code, facts, number, fields) => {
    expect(messageOfError(new HotfixkitError(code, 'x', facts))).toEqual({ number, fields });
  });

  it.each<ErrorCode>(['USAGE', 'MANIFEST_UNKNOWN', 'INTERNAL'])('%s has none', (code) => {
    expect(messageOfError(new HotfixkitError(code, 'x'))).toBeNull();
  });
});

describe('logError', () => {
  it('tells an error once, with our own words, and nothing of others', () => {
    const events: unknown[] = [];
    const error = new HotfixkitError('PACKAGE_FILE_HASH', 'is not what it should be', { entry: 'f1' });
    for (const one of [error, error, new TypeError('x'), new HotfixkitError('USAGE', 'no such option')]) {
      logError(one, (event) => void events.push(event));
    }
    expect(events).toEqual([
      { type: 'message', number: 1331, fields: ['f1'] },
      { type: 'info', text: 'is not what it should be [entry "f1"]' },
      { type: 'info', text: 'no such option' },
    ]);
  });
});
