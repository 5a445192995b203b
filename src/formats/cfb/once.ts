/**
 * Runs `make` at the first call; every call returns its value or throws its error. Following a chain claims its
 * sectors, so a second try on a damaged chain would throw a different error.
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
