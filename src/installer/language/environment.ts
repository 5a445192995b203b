/**
 * Variables that a package may read: those that every 64-bit Windows sets by itself and that only tell what kind of
 * system it is and where its own folders are, which packages ask for (`[%SystemRoot]`, `%PROCESSOR_ARCHITECTURE`).
 *
 * What a package reads can end up in its image (AdminProperties), in a log and in names of folders. So there is nothing
 * here that names the user or the machine (USERNAME, USERPROFILE, APPDATA, TEMP, COMPUTERNAME, USERDOMAIN), that tells
 * what is installed (PATH, JAVA_HOME), and above all nothing that people set by themselves: tokens, proxies with
 * their passwords, and our own HOTFIXKIT_PASSWORD. A list of secrets to leave out would never be complete.
 */
const harmless: ReadonlySet<string> = new Set(
  [
    'OS',
    'SystemDrive',
    'SystemRoot',
    'windir',
    'ComSpec',
    'PATHEXT',
    'NUMBER_OF_PROCESSORS',
    'PROCESSOR_ARCHITECTURE',
    'PROCESSOR_ARCHITEW6432',
    'PROCESSOR_IDENTIFIER',
    'PROCESSOR_LEVEL',
    'PROCESSOR_REVISION',
    'ProgramFiles',
    'ProgramFiles(x86)',
    'ProgramW6432',
    'CommonProgramFiles',
    'CommonProgramFiles(x86)',
    'CommonProgramW6432',
    'ProgramData',
    'ALLUSERSPROFILE',
    'PUBLIC',
    'DriverData',
  ].map((name) => name.toUpperCase()),
);

/** Whether packages may read an environment variable; its name in any case. */
export function isHarmlessVariable(name: string): boolean {
  return harmless.has(name.toUpperCase());
}

/**
 * Looks environment variables up by name in any case, as conditions (`%NAME`) and formatted text (`[%NAME]`) do, also
 * on systems where the case of a variable's name counts: an exact match goes first there. Which ones a package may ask
 * for is not decided here: {@link isHarmlessVariable}.
 */
export function environmentReader(
  variables: Readonly<Record<string, string | undefined>>,
): (name: string) => string | null {
  const folded = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    const key = name.toUpperCase();
    if (value !== undefined && !folded.has(key)) folded.set(key, value);
  }
  return (name) =>
    (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? folded.get(name.toUpperCase()) ?? null;
}
