import { describe, expect, it } from 'vitest';
import { MediaBySequence } from '../../../src/package/install/media.js';

const row = (diskId: number, lastSequence: number) => ({
  DiskId: diskId,
  LastSequence: lastSequence,
  DiskPrompt: null,
  Cabinet: null,
  VolumeLabel: null,
  Source: null,
});

describe('MediaBySequence', () => {
  it.each([
    // Wine's test_caborder, written to pass on Windows: Sequence 2 belongs to disk 1.
    { rows: [row(1, 10), row(2, 2), row(3, 12)], sequence: 2, disk: 1 },
    { rows: [row(1, 10), row(2, 2), row(3, 12)], sequence: 11, disk: 3 },
    { rows: [row(1, 10), row(2, 20), row(3, 30)], sequence: 1, disk: 1 },
    { rows: [row(1, 10), row(2, 20), row(3, 30)], sequence: 10, disk: 1 },
    { rows: [row(1, 10), row(2, 20), row(3, 30)], sequence: 11, disk: 2 },
    { rows: [row(3, 30), row(1, 10), row(2, 20)], sequence: 30, disk: 3 },
    { rows: [row(1, 10)], sequence: 11, disk: null },
    { rows: [], sequence: 1, disk: null },
    { rows: [row(2, 5), row(1, 5)], sequence: 5, disk: 1 },
    { rows: [row(1, 40000), row(2, 70000)], sequence: 65536, disk: 2 },
  ])('finds disk $disk for Sequence $sequence', ({ rows, sequence, disk }) => {
    expect(new MediaBySequence(rows).find(sequence)?.DiskId ?? null).toBe(disk);
  });
});
