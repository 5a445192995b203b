import type { Warning } from '../core/errors.js';
import { plural } from '../core/plural.js';

/** More warnings of one kind tell no more. */
const SHOWN = 20;

/** Warnings, of which the first of each kind are kept and the others counted: input may cause them by the hundred thousand. */
export class WarningList {
  readonly #kept: Warning[] = [];
  readonly #counts = new Map<string, { count: number; last: Warning }>();

  add(kind: string, warning: Warning): void {
    const count = (this.#counts.get(kind)?.count ?? 0) + 1;
    this.#counts.set(kind, { count, last: warning });
    if (count <= SHOWN) this.#kept.push(warning);
  }

  all(): Warning[] {
    const more = [...this.#counts.values()].flatMap(({ count, last }): Warning[] =>
      count > SHOWN
        ? [{ code: last.code, message: `the same holds for ${plural(count - SHOWN, 'more file')}` }]
        : [],
    );
    return [...this.#kept, ...more];
  }
}
