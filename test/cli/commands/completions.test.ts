import { describe, expect, it } from 'vitest';
import { completionScript } from '../../../src/cli/completions/completion-script.js';
import { definitions } from '../../../src/cli/definitions/index.js';
import { hotfixkit } from '../../support/command-line.js';

describe('completions', () => {
  it.each(definitions.completions.arguments.shell.takes)('%s prints the script', async (shell) => {
    const script = completionScript(shell, Object.values(definitions));
    const { status, stdout, stderr } = await hotfixkit(['completions', shell]);
    expect([status, stdout, stderr]).toEqual([0, script, '']);
    expect((await hotfixkit(['completions', shell, '--json'])).json()).toEqual({
      schema: 'hotfixkit/completions/1',
      shell,
      script,
    });
  });
});
