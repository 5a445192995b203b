/** Numbers of predefined resource types. */
export const ResourceTypes = { rcData: 10, version: 16 } as const;

/** The place of one resource in an executable. */
export interface Resource {
  /** A number, or the name of a custom type. */
  readonly type: number | string;
  readonly name: number | string;
  /** Windows language identifier, 0 for neutral; always 0 in 16-bit programs. */
  readonly language: number;
  /** Offset of the data in the file. */
  readonly offset: number;
  /** Bytes present; fewer than the directory claims if `clamped`. */
  readonly size: number;
  readonly clamped: boolean;
}
