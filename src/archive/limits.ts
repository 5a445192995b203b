/** The limits of a download. */
export interface ContainerLimits {
  /** Containers within each other. */
  maxDepth: number;
  /** Files in all containers that are opened, together. */
  maxEntries: number;
  /**
   * Unpacked bytes per packed byte: of a file, of a container, of all data unpacked to reach a package. Applies
   * above 8 MiB (of a file) or 16 MiB.
   */
  maxRatio: number;
  /** Bytes in one container, and bytes unpacked on the way to a package. */
  maxSize: number;
  /** Bytes unpacked into memory; more go to a temporary file. */
  maxMemory: number;
}

/** The default limits: 8 levels, 100,000 entries, 250 times the packed size, 16 GiB in all, 64 MiB in memory. */
export const defaultLimits: ContainerLimits = {
  maxDepth: 8,
  maxEntries: 100_000,
  maxRatio: 250,
  maxSize: 16 * 2 ** 30,
  maxMemory: 64 * 2 ** 20,
};

/**
 * Files that a download of any size may hold. Each further file needs {@link LEAST_ENTRY} of its bytes: an archive
 * within archives can name 100,000 files in some kilobytes, and opening them all takes seconds.
 */
export const ENTRIES_FLOOR = 20_000;
/** Least bytes of a download for each file in it; the bare headers of a zip take ten times that. */
export const LEAST_ENTRY = 8;

/**
 * Containers inside a download of any size that are opened to search them. Each further container needs
 * {@link LEAST_CONTAINER} of its bytes: opening one takes time, and a self-extractor can be made of some hundred bytes.
 */
export const CONTAINERS_FLOOR = 1000;
/** Least bytes of a download for each container in it that is opened; the smallest real ones have more. */
export const LEAST_CONTAINER = 4096;

/** Below this size the ratio is not checked: a small file of zeros is harmless. */
export const RATIO_FLOOR = 8 * 2 ** 20;
/** The same for all files of a container, and for all data that is unpacked to reach a package. */
export const TOTAL_RATIO_FLOOR = 16 * 2 ** 20;
/** The same for data that is only decoded or written: some installers have a large file of zeros. */
export const PASSING_RATIO_FLOOR = 64 * 2 ** 20;
