import { describe, expect, it } from 'vitest';
import { type ErrorCode, ErrorCodes, HotfixkitError } from '../../../src/core/errors.js';
import {
  type ExitPhase,
  exitCodeOf,
  exitCodes,
  explainExitCode,
} from '../../../src/installer/log/exit-codes.js';

/** Numbers of win32 docs, Msi/error-codes. */
const documented = [
  0, 13, 87, 120, 1259, 1601, 1602, 1603, 1604, 1605, 1606, 1607, 1608, 1609, 1610, 1611, 1612, 1613, 1614,
  1615, 1616, 1618, 1619, 1620, 1621, 1622, 1623, 1624, 1625, 1626, 1627, 1628, 1629, 1630, 1631, 1632, 1633,
  1634, 1635, 1636, 1637, 1638, 1639, 1640, 1641, 1642, 1643, 1644, 1645, 1646, 1647, 1648, 1649, 1650, 1651,
  1652, 1653, 1654, 3010,
];

describe('exitCodes', () => {
  it('has every documented code, each with one line', () => {
    expect([...exitCodes.keys()]).toEqual(documented);
    for (const { name, explanation } of exitCodes.values()) {
      expect(name).toMatch(/^ERROR_[A-Z_]+$/);
      expect(explanation).toMatch(/^[^\n]{4,130}\.$/);
    }
  });

  it('has no name twice', () => {
    expect(new Set([...exitCodes.values()].map(({ name }) => name)).size).toBe(documented.length);
  });

  it('calls three of them a success', () => {
    expect([...exitCodes.values()].filter(({ success }) => success).map(({ code }) => code)).toEqual([
      0, 1641, 3010,
    ]);
  });

  it('explains known and unknown codes', () => {
    expect(explainExitCode(1622)).toMatch(
      /^1622 \(ERROR_INSTALL_LOG_FAILURE\): the log cannot be opened: its folder/,
    );
    expect(explainExitCode(5)).toMatch(/^5: not a code of Windows Installer/);
  });
});

describe('exitCodeOf', () => {
  const rows: [ErrorCode, ExitPhase | undefined, number][] = [
    ['FILE_NOT_FOUND', undefined, 1619],
    ['FILE_READ', undefined, 1619],
    ['FILE_NOT_FOUND', 'patch', 1635],
    ['FILE_NOT_FOUND', 'run', 1603],
    ['FILE_WRITE', 'log', 1622],
    ['FILE_NOT_FOUND', 'log', 1622],
    ['MSIEXEC_LOG', undefined, 1622],
    ['CFB_BAD_SIGNATURE', undefined, 1620],
    ['CFB_CHAIN_LOOP', undefined, 1620],
    ['MSI_BAD_STRING_POOL', undefined, 1620],
    ['READ_PAST_END', undefined, 1620],
    ['PACKAGE_NOT_INSTALLABLE', undefined, 1620],
    ['CFB_BAD_SIGNATURE', 'patch', 1636],
    ['CFB_TRUNCATED', 'run', 1603],
    ['CFB_WRITE', undefined, 1603],
    ['MSI_BAD_CONDITION', undefined, 1603],
    ['PACKAGE_NO_CABINET', undefined, 1603],
    ['PACKAGE_NOT_IN_CABINET', undefined, 1603],
    ['PACKAGE_NO_FILE', undefined, 1603],
    ['PACKAGE_FILE_HASH', undefined, 1603],
    ['CAB_BAD_SIGNATURE', undefined, 1603],
    ['CAB_CHECKSUM', undefined, 1603],
    ['LZX_CORRUPT', undefined, 1603],
    ['TARGET_IS_SOURCE', undefined, 1603],
    ['DISK_FULL', undefined, 1603],
    ['FILE_WRITE', undefined, 1603],
    ['PATH_UNSAFE', undefined, 1603],
    ['INTERNAL', undefined, 1603],
    ['MSIEXEC_COMMAND_LINE', undefined, 1639],
    ['USAGE', 'run', 1639],
    ['ABORTED', undefined, 1602],
    ['ABORTED', 'run', 1602],
    ['PATCH_CANNOT_OPEN', undefined, 1635],
    ['PATCH_INVALID', undefined, 1636],
    ['PATCH_NOT_APPLICABLE', undefined, 1642],
    ['PATCH_NO_SEQUENCE', undefined, 1648],
  ];

  it.each(rows)('%s %s is %d', (code, phase, expected) => {
    expect(exitCodeOf(new HotfixkitError(code, 'x'), phase)).toBe(expected);
  });

  it('finds a documented failure for every code there is', () => {
    for (const code of Object.keys(ErrorCodes) as ErrorCode[]) {
      for (const phase of ['open', 'patch', 'log', 'run'] as const) {
        expect(exitCodes.get(exitCodeOf(new HotfixkitError(code, 'x'), phase))?.success, code).toBe(false);
      }
    }
  });
});
