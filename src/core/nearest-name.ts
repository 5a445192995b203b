/** Names longer than this are not compared: the work grows with the square of their length. */
const LONGEST = 100;

/**
 * The name that was probably meant, whatever the letter case: one that begins like what was given, or that differs from it in
 * few letters. Null if none is near.
 */
export function nearestName(given: string, names: readonly string[]): string | null {
  const wanted = given.toLowerCase();
  if (wanted === '' || wanted.length > LONGEST) return null;
  let nearest: string | null = null;
  let best = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    if (name.length > LONGEST || Math.abs(name.length - wanted.length) >= best) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance >= best) continue;
    best = distance;
    nearest = name;
  }
  return nearest ?? names.find((name) => name.toLowerCase().startsWith(wanted)) ?? null;
}

/** How many letters have to be put in, taken out, changed, or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(change, swap, row[j]! + 1, next[j - 1]! + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
