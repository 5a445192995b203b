import type { TableRow } from '../../msi/schema.js';

/**
 * Which Media row a file belongs to: the first one, in the order of DiskId, whose LastSequence is not below the file's
 * Sequence (win32 docs, "Media Table").
 *
 * In a table where LastSequence does not rise with DiskId this is not the row with the smallest LastSequence: with
 * 1:10, 2:2, 3:12 Windows looks for Sequence 2 on disk 1 (Wine's tests, test_caborder).
 */
export class MediaBySequence {
  /** Reachable rows: those whose LastSequence is above every earlier one. */
  readonly #rows: readonly TableRow<'Media'>[];

  constructor(rows: readonly TableRow<'Media'>[]) {
    let highest = -1;
    this.#rows = [...rows]
      .sort((a, b) => a.DiskId - b.DiskId)
      .filter((row) => {
        const last = row.LastSequence ?? 0;
        if (last <= highest) return false;
        highest = last;
        return true;
      });
  }

  find(sequence: number): TableRow<'Media'> | null {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle]!.LastSequence ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return this.#rows[low] ?? null;
  }
}
