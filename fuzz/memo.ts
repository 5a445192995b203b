/** Does something at the first call only. */
export function memo<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The same for each of several, told apart by their names. */
export function memoByName<Key extends { name: string }, T>(make: (key: Key) => T): (key: Key) => T {
  const made = new Map<string, T>();
  return (key) => {
    if (!made.has(key.name)) made.set(key.name, make(key));
    return made.get(key.name)!;
  };
}
