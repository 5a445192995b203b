import type { Command } from '../command.js';
import { completionScript } from '../completions/completion-script.js';
import type { completions as definition } from '../definitions/completions.js';
import { definitions } from '../definitions/index.js';
import { ExitStatus } from '../exit-status.js';

export const completions: Command<typeof definition> = {
  run(context, { shell }) {
    const script = completionScript(shell, Object.values(definitions));
    if (context.json) context.document({ shell, script });
    else context.text(script);
    return ExitStatus.done;
  },
};
