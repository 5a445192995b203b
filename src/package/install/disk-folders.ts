/** Matches the folder names that tools give the disks of a set: `disk1`, `Disk 2`, `CD3`. */
const DISK_FOLDER = /^(dis[ck]|dis[ck]ette|floppy|cd|dvd|media|vol|volume)([ ._-]?)(\d{1,4})$/i;

/**
 * The sibling folders that may hold the other disks of a cabinet's set, in makecab's layout (`disk1/1.cab`,
 * `disk2/2.cab`): those with the same word and another number, the nearest number first. Empty if its own folder is not
 * named so. A folder with the set's name for the disk (`Disk 2`) comes first.
 *
 * @param own name of the cabinet's folder
 * @param beside names of the folders beside it
 */
export function diskFolders(own: string, beside: readonly string[], disk: string): string[] {
  const [, word, separator, number] = DISK_FOLDER.exec(own) ?? [];
  if (word === undefined) return [];
  const found: { name: string; distance: number }[] = [];
  for (const name of beside) {
    const [, otherWord, otherSeparator, otherNumber] = DISK_FOLDER.exec(name) ?? [];
    if (name === own || otherWord?.toLowerCase() !== word.toLowerCase() || otherSeparator !== separator)
      continue;
    const isNamed = plain(name) === plain(disk);
    found.push({ name, distance: isNamed ? 0 : Math.abs(Number(otherNumber) - Number(number)) });
  }
  return found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
}

/** Whether a name in a cabinet is a file name without folders. */
export function isPlainName(name: string): boolean {
  return name !== '' && !/[\\/:]/.test(name) && name !== '.' && name !== '..';
}

function plain(name: string): string {
  return name.replace(/[ ._-]/g, '').toLowerCase();
}
