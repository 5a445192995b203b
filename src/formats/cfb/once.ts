/**
 * Runs `make` at the first call; every call returns its value or throws its error. Following a chain claims its
 * sectors, so that a second try at a damaged one would fail in another way than the first.
 */
export function once<T>(make: () => T): () => T {
  let outcome: { value: T } | { error: unknown } | null = null;
  return () => {
    if (outcome === null) {
      try {
        outcome = { value: make() };
      } catch (error) {
        outcome = { error };
      }
    }
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  };
}
