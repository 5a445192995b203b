/** Whether files of components whose condition is false are left out (`apply`) or taken (`ignore`). */
export const ComponentConditions = ['ignore', 'apply'] as const;
/** Whether a launch condition that is false stops the run. */
export const LaunchConditions = ['ignore', 'apply'] as const;
/** What is done when a package has no AdminExecuteSequence: run the suggested one, or refuse. */
export const MissingSequences = ['suggested', 'refuse'] as const;
/** Whether properties that the source image has saved are kept beside those of this session. */
export const SavedProperties = ['merge', 'replace'] as const;
/** Whether bit 3 of Word Count (no elevation needed) is kept in the database of the image. */
export const ElevationBits = ['keep', 'clear'] as const;
/** Whether DISABLEMEDIA is added to the properties that the image keeps. */
export const DisableMedia = ['leave', 'add'] as const;
/** What is done with a file whose size or hash is not the one in the tables: take it with a warning, or refuse it. */
export const FileMismatches = ['take', 'refuse'] as const;

/**
 * Behaviour of an administrative installation that no public text defines. Each option has the default that most people
 * expect.
 */
export interface SequenceOptions {
  /** Whether a false condition of a component leaves its files out; default `ignore`: `/a` takes everything. */
  componentConditions?: (typeof ComponentConditions)[number];
  /** Whether LaunchConditions, where the sequence has it, can stop the run; default `apply`. */
  launchConditions?: (typeof LaunchConditions)[number];
  /** Whether a package without AdminExecuteSequence gets the suggested one (default) or is refused. */
  missingSequence?: (typeof MissingSequences)[number];
  /** What happens with properties that a source image has saved; default `merge`. */
  savedProperties?: (typeof SavedProperties)[number];
  /** Bit 3 of Word Count, "no elevation needed"; default `keep`. */
  elevationBit?: (typeof ElevationBits)[number];
  /**
   * Whether DISABLEMEDIA is saved for packages with Page Count below 150 and without MSINODISABLEMEDIA, which Windows
   * Installer "might" do (win32 docs, Msi/msinodisablemedia); default `leave`.
   */
  disableMedia?: (typeof DisableMedia)[number];
  /**
   * Files whose size or hash is not the one that the File or MsiFileHash table states. Windows Installer takes what is in
   * the cabinet or beside the package; so does `take` (default), with a warning. Files that patches make are always checked.
   */
  fileMismatch?: (typeof FileMismatches)[number];
}
