import { expect, it } from 'vitest';
import { splitPattern } from '../../src/node/split-pattern.js';

it.each([
  ['*.log', 'win32', '.', '*.log'],
  ['logs\\*.log', 'win32', 'logs', '*.log'],
  ['C:\\*.log', 'win32', 'C:/', '*.log'],
  ['c:/*', 'win32', 'c:/', '*'],
  ['C:\\a b\\*\\x?.log', 'win32', 'C:/a b', '*/x?.log'],
  // The current folder of that drive, as it says.
  ['C:*.log', 'win32', '.', 'C:*.log'],
  ['\\\\server\\share\\*.log', 'win32', '//server/share', '*.log'],
  ['\\\\?\\C:\\*.log', 'win32', '//?/C:/', '*.log'],
  ['\\\\?\\C:\\logs\\*.log', 'win32', '//?/C:/logs', '*.log'],
  ['\\\\?\\UNC\\server\\share\\*.log', 'win32', '//?/UNC/server/share', '*.log'],
  ['\\\\.\\D:\\*.log', 'win32', '//./D:/', '*.log'],
  ['\\??\\D:\\logs\\*.log', 'win32', '/??/D:/logs', '*.log'],
  ['\\\\?\\Volume{a}\\*.log', 'win32', '//?/Volume{a}/', '*.log'],
  ['\\\\?\\Volume{a}\\b\\*.log', 'win32', '//?/Volume{a}/b', '*.log'],
  ['\\*.log', 'win32', '/', '*.log'],
  ['/var/*.log', 'linux', '/var', '*.log'],
  ['/*.log', 'linux', '/', '*.log'],
  ['C:/*.log', 'linux', 'C:', '*.log'],
])('%s on %s', (given, platform, base, pattern) => {
  expect(splitPattern(given, platform)).toEqual({ base, pattern });
});

it.each(['C:\\x.log', '\\\\?\\C:\\x.log', '\\\\server\\share\\x.log', 'x'])(
  '%s has no pattern in it',
  (given) => {
    expect(splitPattern(given, 'win32')).toEqual({ base: given, pattern: null });
  },
);
