/**
 * Bytes that are searched for the next archive in a file of another kind. Packagers put archives close to each other and to
 * the program before them; without a limit, a file of some gigabytes of anything takes minutes.
 */
export const SEARCH_REACH = 256 * 2 ** 20;
