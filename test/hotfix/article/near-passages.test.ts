import { describe, expect, it } from 'vitest';
import { type Candidate, look, NearPassages } from '../../../src/hotfix/article/near-passages.js';

function reported(lines: string[], known: string[] = []): string[] {
  const found: Candidate[] = [];
  const near = new NearPassages(
    (candidate) => found.push(candidate),
    (name) => known.includes(name),
  );
  for (const line of lines) near.add(look([line])!);
  near.end();
  return found.map(({ name, facts }) => `${name} ${facts.version ?? facts.number}`);
}

describe('NearPassages', () => {
  it.each<[string, string[], string[]]>([
    ['a name above a version', ['b.dll', '9.9.9.9'], ['b.dll 9.9.9.9']],
    ['a version above names', ['9.9.9.9', 'b.dll', 'c.dll'], ['b.dll 9.9.9.9', 'c.dll 9.9.9.9']],
    ['words between them', ['b.dll', 'Build', '9.9.9.9'], ['b.dll 9.9.9.9']],
    ['prose between them', ['b.dll', ...Array.from({ length: 8 }, () => 'text'), '9.9.9.9'], []],
    ['a line with another name', ['9.9.9.9', 'c.dll 1.1.1.1', 'b.dll'], []],
  ])('brings together %s', (_, lines, expected) => {
    expect(reported(lines)).toEqual(expected);
  });

  it('leaves out a name whose version above it is known', () => {
    expect(reported(['9.9.9.9', 'b.dll'], ['b.dll'])).toEqual([]);
  });
});

describe('look', () => {
  it('sees names, whether they are alone, and what stands in lines without names', () => {
    expect(look(['---'])).toBeNull();
    expect(look(['b. dll'])).toMatchObject({ names: [{ name: 'b.dll' }], isNameAlone: true });
    expect(look(['b.dll', '9.9.9.9'])).toMatchObject({ isNameAlone: false });
    expect(look(['https://example.com/b.dll'])).toMatchObject({ names: [], isNameAlone: false });
    expect(look(['Build', '9.9.9.9'])).toMatchObject({ names: [], facts: { version: '9.9.9.9' } });
  });
});
