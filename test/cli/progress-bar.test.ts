import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatSize, ProgressBar } from '../../src/cli/progress-bar.js';

describe('ProgressBar', () => {
  let now = 0;
  beforeEach(() => {
    now = 1000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => vi.restoreAllMocks());

  const make = (columns = 120) => {
    const written: string[] = [];
    const bar = new ProgressBar('Extracting', { write: (text: string) => written.push(text), columns });
    return { bar, written };
  };
  const half = { bytes: 5_000_000, totalBytes: 10_000_000, files: 3, totalFiles: 7 };

  it('shows nothing for work that is over in a blink', () => {
    const { bar, written } = make();
    now += 399;
    bar.update(half);
    bar.done();
    expect(written).toEqual([]);
  });

  it('draws over itself, not too often, and vanishes', () => {
    const { bar, written } = make();
    now += 1000;
    bar.update(half);
    now += 10;
    bar.update(half);
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(/^\r\u001b\[KExtracting \[#{12}\.{12}\] {2}50% 5\.0 MB of 10 MB/);
    expect(written[0]).toMatch(/1 s left$/);
    now += 100;
    bar.update({ ...half, bytes: 10_000_000 });
    expect(written[1]).toContain('100%');
    bar.done();
    bar.done();
    expect(written.slice(2)).toEqual(['\r\u001b[K']);
  });

  it('has room for everything on eighty columns, and a label that changes', () => {
    const { bar, written } = make(80);
    bar.label = 'InstallFiles';
    now += 1000;
    bar.update({ bytes: 98_765, totalBytes: 123_456_789, files: 1234, totalFiles: 12_345 });
    bar.label = 'PatchFiles';
    now += 1000;
    bar.update({ bytes: 61_728_394, totalBytes: 123_456_789, files: 6789, totalFiles: 12_345 });
    expect(written[0]).toMatch(/InstallFiles \[\.+\] {3}0% 98,765 B of 123 MB 1,234 of 12,345 files $/);
    expect(written[1]).toMatch(
      /PatchFiles \[#+\.+\] {2}50% 62 MB of 123 MB 6,789 of 12,345 files \d s left$/,
    );
    for (const text of written) expect(text.length - '\r\u001b[K'.length).toBeLessThan(80);
  });

  it('keeps within the width of the terminal', () => {
    const { bar, written } = make(30);
    now += 1000;
    bar.update(half);
    expect(written[0]!.length).toBeLessThanOrEqual('\r\u001b[K'.length + 29);
  });

  it.each([
    { bytes: 0, totalBytes: 0, files: 0, totalFiles: 0 },
    { bytes: 20, totalBytes: 10, files: 1, totalFiles: 1 },
    { bytes: 0, totalBytes: 10, files: 0, totalFiles: 1 },
  ])('takes %j', (progress) => {
    const { bar, written } = make();
    now += 1000;
    bar.update(progress);
    expect(written[0]).not.toMatch(/NaN|Infinity/);
  });

  it('is silent without a terminal', () => {
    const bar = new ProgressBar('x', null);
    now += 1000;
    expect(() => {
      bar.update(half);
      bar.done();
    }).not.toThrow();
  });
});

describe('formatSize', () => {
  it.each([
    [0, '0 B'],
    [17_768, '17,768 B'],
    [99_999, '99,999 B'],
    [100_000, '100 kB'],
    [3_076_096, '3.1 MB'],
    [21_430_272, '21 MB'],
    [5_000_000_000, '5.0 GB'],
    [2 ** 53, '9007 TB'],
  ])('%i is %s', (bytes, shown) => {
    expect(formatSize(bytes)).toBe(shown);
  });
});
