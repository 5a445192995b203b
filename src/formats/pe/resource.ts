/** Numbers of predefined resource types. */
export const ResourceTypes = { rcData: 10, version: 16 } as const;

/** Where an executable keeps one resource. */
export interface Resource {
  /** A number, or the name of a type that the program made up. */
  readonly type: number | string;
  readonly name: number | string;
  /** Windows language identifier, 0 for neutral; 16-bit programs have no other. */
  readonly language: number;
  /** Offset of the data in the file. */
  readonly offset: number;
  /** Bytes that are there; fewer than the directory claims where `clamped`. */
  readonly size: number;
  readonly clamped: boolean;
}
