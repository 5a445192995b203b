import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { decodeText } from '../core/code-page.js';
import { startsLikeCabinet } from '../formats/cab/cf-header.js';
import type { PortableExecutable } from '../formats/pe/portable-executable.js';
import { type Resource, ResourceTypes } from '../formats/pe/resource.js';
import { readResources } from '../formats/pe/resources.js';
import { CabinetContainer, openCabinet } from './cabinet-container.js';
import type { UnpackBudget } from './unpack-budget.js';

/** Resources of an IExpress package and their purposes. All are RT_RCDATA; texts are ANSI, NUL-ended. */
const texts: Readonly<Record<string, string>> = {
  TITLE: 'Title',
  RUNPROGRAM: 'Runs',
  POSTRUNPROGRAM: 'Then runs',
  ADMQCMD: 'Runs for administrators, quiet',
  USRQCMD: 'Runs for users, quiet',
  FINISHMSG: 'Says at the end',
};
/** The value for "not set". */
const UNSET = '<None>';
const LONGEST_TEXT = 4096;

/** A self-extractor of IExpress (WExtract): its cabinet is the resource `CABINET`. Null if absent. */
export function openIExpress(
  source: ByteSource,
  executable: PortableExecutable,
  budget: UnpackBudget,
): CabinetContainer | null {
  const resources = new Map<string, Resource>();
  for (const resource of readResources(source, executable, ResourceTypes.rcData)) {
    if (typeof resource.name === 'string') resources.set(resource.name.toUpperCase(), resource);
  }
  const cabinet = resources.get('CABINET');
  if (!cabinet || !holdsCabinet(source, cabinet)) return null;
  const facts: Record<string, string> = {};
  for (const [name, label] of Object.entries(texts)) {
    const resource = resources.get(name);
    const value = resource ? textOf(source, resource) : '';
    if (value !== '' && value !== UNSET) facts[label] = value;
  }
  const set = openCabinet(new SliceSource(source, cabinet.offset, cabinet.size), 'CABINET', budget);
  return new CabinetContainer([{ set }], { kind: 'iexpress', title: 'IExpress package', facts }, budget);
}

function holdsCabinet(source: ByteSource, { offset, size }: Resource): boolean {
  return size >= 4 && startsLikeCabinet(source.read(offset, 4));
}

function textOf(source: ByteSource, { offset, size }: Resource): string {
  const bytes = source.read(offset, Math.min(size, LONGEST_TEXT));
  const end = bytes.indexOf(0);
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end), 1252).trim();
}
