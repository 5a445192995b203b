import type { Command } from '../command.js';
import { helpText } from '../command-parser.js';
import type { help as definition } from '../definitions/help.js';
import { definitions } from '../definitions/index.js';
import { ExitStatus } from '../exit-status.js';
import { manualPage } from '../manual-page.js';

export const help: Command<typeof definition> = {
  run(context, { command }, options) {
    const all = Object.values(definitions);
    const text = options.man ? manualPage(all) : helpText(command, all);
    if (context.json) context.document({ text });
    else context.text(text);
    return ExitStatus.done;
  },
};
