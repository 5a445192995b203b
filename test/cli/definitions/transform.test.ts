import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/cli/command-parser.js';
import { transform } from '../../../src/cli/definitions/transform.js';
import { caught } from '../../support/caught.js';

describe('the definition of transform', () => {
  it('takes checks and errors several times', () => {
    const line =
      'transform create a.msi b.msi -o c.mst --validate product --validate minor --suppress add-row';
    expect(parseCommand(line.split(' '), [transform])).toMatchObject({
      args: { action: 'create', old: 'a.msi', new: 'b.msi' },
      options: {
        output: 'c.mst',
        validate: ['product', 'minor'],
        suppress: ['add-row'],
        targetVersion: undefined,
      },
    });
  });

  it('needs a place to write to', () => {
    const error = caught(() => parseCommand(['transform', 'create', 'a.msi', 'b.msi'], [transform]));
    expect(error?.message).toBe('-o FILE is needed; --help shows an example');
  });
});
