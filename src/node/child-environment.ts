/**
 * The environment for another program or thread: that of this process without the variables of this program, one of
 * which holds a password. Windows ignores the letter case of names, so every spelling of them is removed.
 */
export function childEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !/^hotfixkit_/i.test(entry[0]),
    ),
  );
}
