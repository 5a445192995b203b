import { type OrderedPatch, type OrderedPatches, orderPatches } from '../../package/node/order-patches.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { patches as definition } from '../definitions/patches.js';
import { ExitStatus, errorJson, statusOf } from '../exit-status.js';
import { openOptions } from '../open.js';

export const patches: Command<typeof definition> = {
  async run(context, { product, patch }, options) {
    const found = await orderPatches(product, patch, openOptions(context, options));
    context.answer(
      {
        ...found,
        patches: found.patches.map(({ error, ...one }) =>
          error ? { ...one, error: errorJson(error) } : one,
        ),
      },
      () => lines(context, found),
    );
    const worst = found.patches.reduce(
      (most, { error }) => (error ? Math.max(most, statusOf(error)) : most),
      0,
    );
    return Math.max(worst, found.ok ? ExitStatus.done : ExitStatus.differs);
  },
};

function lines(context: Context, found: OrderedPatches): string[] {
  const { product, after, ok } = found;
  const applied = found.patches.filter(({ position }) => position !== null);
  const others = found.patches.filter(({ position }) => position === null);
  const lost = others.filter(({ status }) => status.startsWith('other-') || status === 'unreadable');
  const verdict = [
    `${applied.length} of ${found.patches.length} ${found.patches.length === 1 ? 'patch' : 'patches'} ${applied.length === 1 || found.patches.length === 1 ? 'applies' : 'apply'}`,
    ...(others.length > lost.length ? [`${others.length - lost.length} replaced by others`] : []),
    ...(lost.length > 0 ? [`${lost.length} cannot be applied`] : []),
  ].join(', ');
  return [
    `Product  ${[product.name, product.version, product.code].filter((fact) => fact !== null).join(' ')}`,
    ...(after.version !== product.version || after.code !== product.code
      ? [
          `After    ${[after.version, after.code === product.code ? null : after.code].filter((fact) => fact !== null).join(' ')}`,
        ]
      : []),
    ...applied.flatMap((one) => ['', ...patchLines(context, one, `${one.position}.`)]),
    ...others.flatMap((one) => ['', ...patchLines(context, one, '-')]),
    '',
    context.paint(ok ? 'green' : 'red', verdict),
  ];
}

function patchLines(context: Context, one: OrderedPatch, mark: string): string[] {
  const status =
    one.position !== null
      ? 'applies'
      : one.by === null
        ? one.status
            .replace('other-product', 'for another product')
            .replace('other-version', 'for another version')
        : `${one.status} by ${one.by}`;
  const color = one.position !== null ? 'green' : one.by !== null ? 'yellow' : 'red';
  return [
    `${mark} ${context.paint('bold', one.file)}: ${context.paint(color, status)}`,
    ...(one.name === null ? [] : [`   ${one.name}`]),
    ...(one.patchCode === null ? [] : [`   ${one.patchCode}`]),
    `   ${one.reason}`,
    ...one.evidence.map(
      ({ patch, place, text }) => `   - ${place}${patch === one.file ? '' : ` of ${patch}`}: ${text}`,
    ),
  ];
}
