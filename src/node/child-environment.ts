/**
 * The environment for another program or thread: all of ours but the variables of this program, one of which holds a
 * password. Windows takes a name in any letter case, so that every spelling of them goes.
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
