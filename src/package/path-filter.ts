import picomatch from 'picomatch';

/**
 * Whether a path (`/` between the parts) fits one of the patterns. Letter case does not matter; `*` stays within a
 * folder, `**` crosses them; a pattern without a separator matches the name in any folder. No patterns fit everything.
 */
export function pathFilter(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => true;
  const matchers = patterns.map((pattern) => {
    const normal = pattern.replace(/\\/g, '/').replace(/^\.?\//, '');
    // An empty pattern is none that picomatch takes; no path is empty.
    if (normal === '') return () => false;
    const options = { nocase: true, dot: true };
    if (normal.includes('/')) return picomatch(normal, options);
    const onName = picomatch(normal, options);
    return (path: string): boolean => onName(path.slice(path.lastIndexOf('/') + 1));
  });
  return (path) => matchers.some((matches) => matches(path));
}
