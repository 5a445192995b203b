/** The `/q` option of a command line. */
export interface MsiexecUiOptions {
  level: 'none' | 'basic' | 'reduced' | 'full';
  /** `!`: no Cancel button, no cancelling. */
  hideCancel: boolean;
  /** `+`, and the full level: a dialog at the end. */
  endDialog: boolean;
  /** `-`: no dialog that waits for an answer. */
  noModal: boolean;
}

/** What msiexec does when no `/q` is given: the same as `/qf`. */
export const defaultUiOptions: Readonly<MsiexecUiOptions> = {
  level: 'full',
  hideCancel: false,
  endDialog: true,
  noModal: false,
};

const shape = /^([nbrf]?)([-+!]*)$/i;

/** Modifiers that a level takes, each once; `+` and `-` contradict each other (Msi/command-line-options, /q). */
const modifiers: Readonly<Record<string, readonly string[]>> = {
  n: ['', '+'],
  b: ['', '!', '+', '-', '!+', '!-'],
  r: [''],
  f: [''],
};

const levels = { n: 'none', b: 'basic', r: 'reduced', f: 'full' } as const;

/**
 * Whether these letters may follow `/q`, in a valid combination or not: `/qb+-` is an invalid `/q`, `/quux` is not
 * `/q`.
 */
export function areUiLetters(letters: string): boolean {
  return shape.test(letters);
}

/** The options for the letters after `/q`; null for a combination that the documentation excludes. */
export function parseUiLetters(letters: string): MsiexecUiOptions | null {
  const match = shape.exec(letters);
  if (!match) return null;
  const level = (match[1]!.toLowerCase() || 'n') as keyof typeof levels;
  const asked = [...match[2]!].sort().join('');
  if (!modifiers[level]!.includes(asked)) return null;
  return {
    level: levels[level],
    hideCancel: asked.includes('!'),
    endDialog: asked.includes('+') || level === 'f',
    noModal: asked.includes('-'),
  };
}
