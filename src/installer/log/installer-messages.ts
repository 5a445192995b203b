/** The severity of a message, which selects the flag of the log (win32 docs, Msi/msiprocessmessage). */
export type MessageKind = 'fatal' | 'error' | 'warning' | 'user' | 'info' | 'outOfDiskSpace';

interface InstallerMessage {
  number: number;
  /** Fields from [2] on are those of the message; [1] is the number. */
  template: string;
  kind: MessageKind;
}

/**
 * Windows Installer's own messages (win32 docs, Msi/windows-installer-error-messages), as far as an administrative
 * installation needs them. A package may have its own texts for those below 2000 in its Error table; those from 2000 on
 * are internal and have no authored text.
 */
const table: readonly (readonly [number, string, MessageKind?])[] = [
  [1101, 'Could not open file stream: [2]. System error: [3]'],
  [1301, "Cannot create the file '[2]'. A directory with this name already exists."],
  [1302, 'Please insert the disk: [2]', 'user'],
  [1303, 'The Installer has insufficient privileges to access this directory: [2].'],
  [1304, 'Error writing to File: [2]'],
  [1305, 'Error reading from File: [2]; System error code: [3]'],
  [
    1307,
    'There is not enough disk space remaining to install this file: [2]. Free up some disk space, then try again.',
    'outOfDiskSpace',
  ],
  [1308, 'Source file not found: [2]'],
  [1309, 'Error attempting to open the source file: [3]. System error code: [2]'],
  [1310, 'Error attempting to create the destination file: [3]. System error code: [2]'],
  [1311, 'Could not locate source file cabinet: [2].'],
  [
    1312,
    "Cannot create the directory '[2]'. A file with this name already exists. Rename or remove the file and try again.",
  ],
  [1313, 'The volume [2] is currently unavailable.'],
  [1314, "The specified path '[2]' is unavailable."],
  [1315, 'Unable to write to the specified folder: [2].'],
  [1316, 'A network error occurred while attempting to read from the file: [2]'],
  [1317, 'An error occurred while attempting to create the directory: [2]'],
  [1320, "The specified path is too long: '[2]'"],
  [1321, 'The Installer has insufficient privileges to modify this file: [2].'],
  [
    1322,
    "A portion of the folder path '[2]' is invalid. It is either empty or exceeds the length allowed by the system.",
  ],
  [1323, "The folder path '[2]' contains words that are not valid in folder paths."],
  [1324, "The folder path '[2]' contains an invalid character."],
  [1325, "'[2]' is not a valid short file name."],
  [1327, 'Invalid Drive: [2]'],
  [
    1328,
    'Error applying patch to file [2]. It has probably been updated by other means, and can no longer be modified by this patch. System Error: [3]',
  ],
  [
    1329,
    'A file that is required cannot be installed because the cabinet file [2] is not digitally signed. This may indicate that the cabinet file is corrupt.',
  ],
  [
    1330,
    'A file that is required cannot be installed because the cabinet file [2] has an invalid digital signature. This may indicate that the cabinet file is corrupt.',
  ],
  [1331, 'Failed to correctly copy [2] file: CRC error.'],
  [1333, 'Failed to correctly patch [2] file: CRC error.'],
  [
    1334,
    "The file '[2]' cannot be installed because the file cannot be found in cabinet file '[3]'. This could indicate a network error, an error reading from the disk, or a problem with this package.",
  ],
  [
    1335,
    "The cabinet file '[2]' required for this installation is corrupt and cannot be used. This could indicate a network error, an error reading from the disk, or a problem with this package.",
  ],
  [
    1336,
    'There was an error creating a temporary file that is needed to complete this installation. Folder: [3]. System error code: [2]',
  ],
  [1602, 'User cancelled installation.', 'user'],
  [1603, 'Fatal error during installation.', 'fatal'],
  [1619, 'This installation package could not be opened: [2]', 'fatal'],
  [
    1620,
    'This installation package could not be opened: [2] is not a valid Windows Installer package.',
    'fatal',
  ],
  [1622, 'Error opening installation log file [2].', 'fatal'],
  [1639, 'Invalid command line argument.', 'fatal'],
  [1706, 'No valid source could be found for product [2].'],
  [1707, 'Product: [2] -- Installation completed successfully.', 'info'],
  [1708, 'Product: [2] -- Installation failed.', 'info'],
  [1709, 'Product: [2] -- [3]', 'info'],
  [2203, 'Database: [2]. Cannot open database file. System error [3].'],
  [2205, 'Database: [2]. Table does not exist: [3].'],
  [2219, 'Database: [2]. Invalid Installer database format.'],
  [2228, 'Database: [2]. Unknown table [3] in SQL query: [4].'],
  [2262, 'Stream does not exist: [2]. System error: [3].'],
  [2356, 'Could not locate cabinet in stream: [2].'],
  [2602, "The File table entry '[2]' has no associated entry in the Media table."],
  [2603, "The File table entry '[2]' has no associated component."],
  [2605, 'Error processing Directory table: [2]'],
  [2606, "The Directory table entry '[2]' has no parent '[3]'."],
  [2611, "The specified File name ('[2]') is a directory in source image."],
  [2615, "No feature components were found for feature: '[2]'."],
  [2702, "The Feature table entry '[2]' has a link to a parent that does not exist '[3]'."],
  [2703, 'The action [2] must come between InstallInitialize and InstallFinalize.'],
  [2707, 'Target paths not created. No path for entry [2] in Directory table.'],
  [2721, 'Custom action [2] not found in CustomAction table.'],
  [2726, 'Action not found: [2].'],
  [2727, "The directory entry '[2]' does not exist in the Directory table."],
  [2745, 'Transform [2] invalid for package [3]. Expected language [4], found language [5].'],
  [2746, 'Transform [2] invalid for package [3]. Expected product [4], found product [5].'],
  [2747, 'Transform [2] invalid for package [3]. Expected product version < [4], found product version [5].'],
  [
    2748,
    'Transform [2] invalid for package [3]. Expected product version <= [4], found product version [5].',
  ],
  [
    2749,
    'Transform [2] invalid for package [3]. Expected product version == [4], found product version [5].',
  ],
  [
    2750,
    'Transform [2] invalid for package [3]. Expected product version >= [4], found product version [5].',
  ],
  [2751, 'Transform [2] invalid for package [3]. Expected product version > [4], found product version [5].'],
  [
    2756,
    'The property [2] was used as a directory property in one or more tables, but no value was ever assigned.',
  ],
  [2768, 'Transform in patch package is invalid.'],
];

const messages: ReadonlyMap<number, InstallerMessage> = new Map(
  table.map(([number, template, kind]) => [number, { number, template, kind: kind ?? 'error' }]),
);

/** The message of that number; null for one that is not listed here. */
export function installerMessage(number: number): InstallerMessage | null {
  return messages.get(number) ?? null;
}
