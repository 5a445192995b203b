/** Characters around a name in which the fact beside it is looked for. */
const AROUND = 600;

/** Finds the line of an article in which a name stands near a fact; null where neither is written as it was read. */
export function lineFinder(article: string): (name: string, fact: string) => number | null {
  let place = 0;
  let line = 1;
  return (name, fact) => {
    for (
      let at = article.indexOf(name), tries = 0;
      at >= 0 && tries < 200;
      at = article.indexOf(name, at + 1), tries++
    ) {
      if (!article.slice(Math.max(0, at - AROUND), at + AROUND).includes(fact)) continue;
      if (at < place) [place, line] = [0, 1];
      for (let end = article.indexOf('\n', place); end >= 0 && end < at; end = article.indexOf('\n', place)) {
        place = end + 1;
        line++;
      }
      return line;
    }
    return null;
  };
}
