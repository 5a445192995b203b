import type { Warning } from '../core/errors.js';
import { plural } from '../core/plural.js';

/** Maximum of warnings kept per kind. */
const SHOWN = 20;

/** Keeps the first warnings of each kind and counts the others: input may cause hundreds of thousands. */
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
