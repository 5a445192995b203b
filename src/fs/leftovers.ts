/** Folders and lock files that runs of this program keep in output folders; killed runs leave them behind. */
const leftover = /^\.hotfixkit-[0-9a-f]{12}(\.lock)?$/;

/** Whether a name is that of a work folder or lock of this program. Such names are never content. */
export function isLeftoverName(name: string): boolean {
  return leftover.test(name);
}
