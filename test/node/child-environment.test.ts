import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../src/node/child-environment.js';

describe('childEnvironment', () => {
  it('leaves the variables of this program out, in any letter case', () => {
    const variables = {
      PATH: '/bin',
      HOTFIXKIT_PASSWORD: 'x',
      hotfixkit_msiexec: 'y',
      Hotfixkit_: 'z',
      NONE: undefined,
    };
    expect(childEnvironment({ ...variables, HOTFIXKITX: '1' })).toEqual({ PATH: '/bin', HOTFIXKITX: '1' });
  });

  it('is that of this process where none is given', () => {
    process.env.HOTFIXKIT_PASSWORD = 'secret';
    try {
      const others = Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !name.startsWith('HOTFIXKIT_')),
      );
      expect(childEnvironment()).toMatchObject(others);
      expect(Object.values(childEnvironment())).not.toContain('secret');
    } finally {
      delete process.env.HOTFIXKIT_PASSWORD;
    }
  });
});
