/** Processors that an executable's header can name; what {@link FileFacts} carries. */
export type Platform = 'x86' | 'x64' | 'IA-64' | 'ARM64' | 'ARM';

const spellings: Readonly<Record<string, Platform>> = {
  x86: 'x86',
  i386: 'x86',
  i486: 'x86',
  i586: 'x86',
  i686: 'x86',
  intel: 'x86',
  win32: 'x86',
  x32: 'x86',
  '32bit': 'x86',
  x64: 'x64',
  win64: 'x64',
  '64bit': 'x64',
  x8664: 'x64',
  amd64: 'x64',
  ia64: 'IA-64',
  itanium: 'IA-64',
  arm64: 'ARM64',
  aarch64: 'ARM64',
  arm: 'ARM',
  armnt: 'ARM',
};

/** Normalises a platform to one spelling; null for text that names no processor (`N/A`, `SP2`, `MSIL`). */
export function canonicalPlatform(text: string | null): Platform | null {
  if (text === null) return null;
  const key = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return Object.hasOwn(spellings, key) ? spellings[key]! : null;
}

/** The platform that a folder on the way to a file is named for (`bin/x64/a.dll`); the nearest folder counts. */
export function platformOfPath(path: string): Platform | null {
  const folders = path.split(/[\\/]/).slice(0, -1);
  for (let i = folders.length - 1; i >= 0; i--) {
    const platform = canonicalPlatform(folders[i]!);
    if (platform) return platform;
  }
  return null;
}
