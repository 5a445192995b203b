/**
 * The flags of `/l`, in the order in which the documentation lists them (Msi/command-line-options): status messages,
 * warnings, errors, actions, action data, user requests, UI parameters, fatal exits, disk space, property dump,
 * verbose, extra debugging.
 */
const allFlags = 'iwearucmopvx';

/** No flags at all. */
const defaultFlags = 'iwearmo';

/** `*`: all but verbose and extra debugging. */
const starFlags = 'iwearucmop';

const shape = /^[iwearucmopvx+!*]*$/i;

/** The `/l` option of a command line. */
export interface MsiexecLogOptions {
  /** Letters of `iwearucmopvx`, in this order, each at most once. */
  flags: string;
  /** The path as typed. Its folder must exist: a log that cannot be opened ends the run with 1622. */
  file: string;
  /** `+`: go on behind what is there. */
  append: boolean;
  /** `!`: write every line out at once. */
  flush: boolean;
}

/** Whether these are letters that may follow `/l`. */
export function areLogFlags(letters: string): boolean {
  return shape.test(letters);
}

/** The options for the letters after `/l`; `+` and `!` alone leave the default flags as they are. */
export function parseLogFlags(letters: string): Omit<MsiexecLogOptions, 'file'> {
  const asked = letters.toLowerCase();
  const named = new Set(asked.replaceAll(/[+!*]/g, ''));
  const star = asked.includes('*');
  const wanted = star ? new Set([...starFlags, ...named]) : named.size > 0 ? named : new Set(defaultFlags);
  return {
    flags: [...allFlags].filter((flag) => wanted.has(flag)).join(''),
    append: asked.includes('+'),
    flush: asked.includes('!'),
  };
}
