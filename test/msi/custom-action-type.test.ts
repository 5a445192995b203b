import { describe, expect, it } from 'vitest';
import { customActionProgram, customActionType } from '../../src/msi/custom-action-type.js';

describe('customActionType', () => {
  // win32 docs, "Summary List of All Custom Action Types".
  it.each<[number, string, string]>([
    [1, 'dll', 'binary'],
    [17, 'dll', 'file'],
    [2, 'exe', 'binary'],
    [18, 'exe', 'file'],
    [34, 'exe', 'directory'],
    [50, 'exe', 'property'],
    [5, 'jscript', 'binary'],
    [21, 'jscript', 'file'],
    [37, 'jscript', 'nothing'],
    [53, 'jscript', 'property'],
    [6, 'vbscript', 'binary'],
    [22, 'vbscript', 'file'],
    [38, 'vbscript', 'nothing'],
    [54, 'vbscript', 'property'],
    [7, 'installation', 'storage'],
    [23, 'installation', 'storage'],
    [39, 'installation', 'storage'],
    [19, 'error', 'nothing'],
    [35, 'directory', 'directory'],
    [51, 'property', 'property'],
    [9, 'unknown', 'nothing'],
  ])('%i is %s of %s', (base, kind, source) => {
    expect(customActionType(base)).toMatchObject({ base, kind, source });
  });

  // win32 docs, "Custom Action In-Script Execution Options" and "Custom Action Execution Scheduling Options".
  it.each<[number, object]>([
    [1, { execution: 'immediate', schedule: 'always', asSystem: false }],
    [1 + 256, { execution: 'immediate', schedule: 'first sequence' }],
    [1 + 512, { execution: 'immediate', schedule: 'once per process' }],
    [1 + 768, { execution: 'immediate', schedule: 'client only' }],
    [1 + 1024, { execution: 'deferred', schedule: 'always', asSystem: false }],
    [1 + 1280, { execution: 'rollback' }],
    [1 + 1536, { execution: 'commit' }],
    [1 + 3072, { execution: 'deferred', asSystem: true }],
    // Without the script the bit means nothing.
    [1 + 2048, { execution: 'immediate', asSystem: false }],
    [1 + 64, { ignoresResult: true, asynchronous: false }],
    [1 + 192, { ignoresResult: true, asynchronous: true }],
    [6 + 0x1000, { script64Bit: true }],
    [1 + 0x2000, { hidesTarget: true }],
    [1 + 0x4000, { terminalServerAware: true }],
  ])('of %i', (type, expected) => {
    expect(customActionType(type)).toMatchObject(expected);
  });

  it('has its highest bit in ExtendedType', () => {
    expect([customActionType(1, 0x8000).patchUninstall, customActionType(1).patchUninstall]).toEqual([
      true,
      false,
    ]);
  });

  it('has words for what it runs', () => {
    expect([1, 3073, 34, 60].map(customActionProgram)).toEqual([
      'a DLL of the Binary table',
      'a DLL of the Binary table',
      'a command line in a folder of the product',
      'an action of type 60',
    ]);
  });
});
