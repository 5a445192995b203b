import type { LineEntry, PatchLine } from '../hotfix/stage/patch-line.js';
import type { Context } from './context.js';

/** The patches of the `PATCH` line with what their order rests on; nothing for a line of one. */
export function patchLineLines(context: Context, line: PatchLine | null): string[] {
  if (line === null || line.patches.length < 2) return [];
  const { client } = line;
  const whose =
    client === null
      ? 'no patch can be read'
      : `for the client ${client.productVersion ?? ''} ${client.productCode ?? ''}, ${client.from === 'client.msi' ? 'as i386/client.msi says' : 'as the patches say'}`;
  return [
    '',
    context.paint('bold', `Patches of the line, ${whose}`),
    ...line.patches.map((one) => entryLine(context, one)),
  ];
}

function entryLine(context: Context, { path, position, reason, evidence }: LineEntry): string {
  const mark = position === null ? '-' : `${position}.`;
  const rows =
    position === null ? evidence.map(({ patch, place, text }) => `${place} of ${patch}: ${text}`) : [];
  const why = [position === null ? `left out, ${reason}` : reason, ...rows].join('; ');
  const line = `  ${mark} ${path}: ${why}`;
  return position === null ? context.paint('yellow', line) : line;
}
