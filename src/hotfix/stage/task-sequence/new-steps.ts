import type { XmlElement } from '../../../formats/xml/parse-xml.js';
import { escapeAttribute, escapeXml, StepTypes } from './task-sequence.js';

/*
 * Steps as the console of ConfigMgr 2007 exports them. Attributes that some versions of the console write in every
 * step (`disable`, `continueOnError`, `retryCount`, `runFromNet`) are written only where the step before has them.
 */

/** General, Install Software: one program of one package. */
export function installSoftwareStep(
  name: string,
  utility: { packageId: string; program: string },
  neighbour: XmlElement,
  layout: string,
): string {
  const packageId = escapeXml(utility.packageId);
  return step(
    `type="${StepTypes.installSoftware}" name="${escapeAttribute(name)}" description=""${common(neighbour)} runIn="FullOS" successCodeList="0"${retries(neighbour)}`,
    [
      `<action>smsswd.exe /pkg:${packageId} /install /basevar: /continueOnError:</action>`,
      ...variables(layout, [
        `<variable name="PackageID" property="PackageID" hidden="true">${packageId}</variable>`,
        `<variable name="_SMSSWDProgramName" property="ProgramName">${escapeXml(utility.program)}</variable>`,
      ]),
    ],
    layout,
  );
}

/** General, Restart Computer: the currently installed default operating system (`HD`), no message to the user. */
export function restartStep(name: string, neighbour: XmlElement, layout: string): string {
  return step(
    `type="${StepTypes.restart}" name="${escapeAttribute(name)}" description=""${common(neighbour)} runIn="WinPEandFullOS" successCodeList="0 3010"${retries(neighbour)}`,
    [
      '<action>smsboot.exe /target:HD</action>',
      ...variables(layout, [
        '<variable name="SMSRebootMessage" property="Message"></variable>',
        '<variable name="SMSRebootTimeout" property="MessageTimeout">60</variable>',
        '<variable name="SMSRebootTarget" property="Target" hidden="true">HD</variable>',
      ]),
    ],
    layout,
  );
}

function common(neighbour: XmlElement): string {
  return attributesOf(neighbour, { disable: 'false', continueOnError: 'false' });
}

function retries(neighbour: XmlElement): string {
  return attributesOf(neighbour, { retryCount: '0', runFromNet: 'false' });
}

/** Those that the neighbour has too. */
function attributesOf({ attributes }: XmlElement, values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .filter(([name]) => attributes.has(name))
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}

function variables(layout: string, lines: readonly string[]): string[] {
  if (layout === '') return ['<defaultVarList>', ...lines, '</defaultVarList>'];
  return ['<defaultVarList>', ...lines.map((line) => `${INDENT}${line}`), '</defaultVarList>'];
}

const INDENT = '  ';

function step(attributes: string, content: readonly string[], layout: string): string {
  const inner = layout === '' ? '' : `${layout}${INDENT}`;
  return `<step ${attributes}>${content.map((line) => inner + line).join('')}${layout}</step>`;
}
