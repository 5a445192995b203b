/**
 * Looks environment variables up by name in any case, as conditions (`%NAME`) and formatted text (`[%NAME]`) do, also
 * on systems where the case of a variable's name counts: an exact match goes first there.
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
