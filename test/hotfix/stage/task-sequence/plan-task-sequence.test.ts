import { describe, expect, it } from 'vitest';
import {
  planTaskSequence,
  type TaskSequenceRequest,
} from '../../../../src/hotfix/stage/task-sequence/plan-task-sequence.js';
import { TaskSequence } from '../../../../src/hotfix/stage/task-sequence/task-sequence.js';
import { caught } from '../../../support/caught.js';
import { exportedTaskSequence, replaced } from '../../../support/task-sequence.js';

const patch = 'i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp';
const published =
  'PATCH="C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\hotfix\\KB977203\\Sccm2007ac-sp2-kb977203-x86.msp"';

const request: TaskSequenceRequest = {
  patches: [patch],
  utility: { name: 'CCMCertFix', program: 'CCMCertFix', packageId: 'ABC00042' },
};

const plan = (text: string, change: Partial<TaskSequenceRequest> = {}) =>
  planTaskSequence(TaskSequence.parse(text), { ...request, ...change });

/** What was put in and what was taken out, where all else is the same. */
function difference(before: string, after: string): { out: string; in: string } {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { out: before.slice(start, before.length - end), in: after.slice(start, after.length - end) };
}

const newSteps = [
  '      <step type="SMS_TaskSequence_InstallSoftwareAction" name="Run CCMCertFix" description="" runIn="FullOS" successCodeList="0">',
  '        <action>smsswd.exe /pkg:ABC00042 /install /basevar: /continueOnError:</action>',
  '        <defaultVarList>',
  '          <variable name="PackageID" property="PackageID" hidden="true">ABC00042</variable>',
  '          <variable name="_SMSSWDProgramName" property="ProgramName">CCMCertFix</variable>',
  '        </defaultVarList>',
  '      </step>',
  '      <step type="SMS_TaskSequence_RebootAction" name="Restart after CCMCertFix" description="" runIn="WinPEandFullOS" successCodeList="0 3010">',
  '        <action>smsboot.exe /target:HD</action>',
  '        <defaultVarList>',
  '          <variable name="SMSRebootMessage" property="Message"></variable>',
  '          <variable name="SMSRebootTimeout" property="MessageTimeout">60</variable>',
  '          <variable name="SMSRebootTarget" property="Target" hidden="true">HD</variable>',
  '        </defaultVarList>',
  '      </step>',
].join('\r\n');

describe('planTaskSequence', () => {
  it('puts in what the article tells, and changes nothing else', () => {
    const before = exportedTaskSequence();
    const { text, changes, notes } = plan(before);
    const expected = replaced(
      replaced(
        replaced(before, 'SMSMP=server01.example.com', `SMSMP=server01.example.com ${published}`),
        '      <!-- after the client -->',
        `${newSteps}\r\n      <!-- after the client -->`,
      ),
      '<DependentProgram />',
      '<DependentProgram>ABC00042;;CCMCertFix</DependentProgram>',
    );
    expect(text).toBe(expected);
    expect(changes).toHaveLength(4);
    expect(notes).toEqual(['The client package is ABC00001, as the step says.']);
  });

  it('says so where the sequence is kept as text', () => {
    const text =
      '<SmsTaskSequencePackage><SequenceData>&lt;sequence/&gt;</SequenceData></SmsTaskSequencePackage>';
    const { code, message } = caught(() => TaskSequence.parse(text));
    expect([code, message]).toEqual(['TASK_SEQUENCE_INVALID', expect.stringContaining('as text')]);
  });

  describe('of a newer console', () => {
    const listed = (references: string): string =>
      replaced(
        exportedTaskSequence().replaceAll(
          /successCodeList="0"/g,
          'successCodeList="0" retryCount="0" runFromNet="false"',
        ),
        '<sequence version="3.00">',
        `<sequence version="3.10">\r\n    ${references}`,
      );

    it('gives new steps the attributes that its steps have', () => {
      const { text } = plan(listed('<referenceList />'));
      expect(text).toContain(
        'name="Run CCMCertFix" description="" runIn="FullOS" successCodeList="0" retryCount="0" runFromNet="false">',
      );
      expect(text).toContain(
        'runIn="WinPEandFullOS" successCodeList="0 3010" retryCount="0" runFromNet="false">',
      );
    });

    it.each([
      ['none', '<referenceList />', '<referenceList><reference package="ABC00042" /></referenceList>'],
      [
        'others',
        '<referenceList>\r\n      <reference package="ABC00001" />\r\n    </referenceList>',
        '<referenceList>\r\n      <reference package="ABC00001" />\r\n      <reference package="ABC00042" />\r\n    </referenceList>',
      ],
      [
        'others in one line',
        '<referenceList><reference package="ABC00001"/></referenceList>',
        '<referenceList><reference package="ABC00001"/><reference package="ABC00042" /></referenceList>',
      ],
      [
        'it already',
        '<referenceList><reference package="abc00042" /></referenceList>',
        '<referenceList><reference package="abc00042" /></referenceList>',
      ],
    ])('lists the package of the utility where there are %s', (_, before, after) => {
      const once = plan(listed(before));
      expect(once.text).toContain(after);
      expect(plan(once.text)).toMatchObject({ text: once.text, changes: [] });
    });
  });

  it('changes nothing the second time', () => {
    const { text } = plan(exportedTaskSequence());
    expect(plan(text)).toEqual({ scenario: 'install', text, changes: [], notes: expect.anything() });
  });

  it.each([
    [
      'of its own',
      { folder: '\\\\server01\\SMS_ABC\\Client' },
      'PATCH="\\\\server01\\SMS_ABC\\Client\\i386\\hotfix',
    ],
    ['on another drive', { drive: 'D' }, 'PATCH="D:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\hotfix'],
    ['with its ID given', { packageId: 'abc00001' }, 'PATCH="C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386'],
  ])('finds the patch in a folder %s', (_, change, expected) => {
    expect(plan(exportedTaskSequence(), change).text).toContain(expected);
  });

  it('knows the step by its class in any language', () => {
    const text = replaced(
      exportedTaskSequence(),
      'name="Setup windows and ConfigMgr"',
      'name="安装 Windows 和 ConfigMgr"',
    );
    expect(plan(text).text).toContain(published);
  });

  it.each([
    [
      'an empty variable',
      'property="ClientInstallProperties">SMSMP=server01.example.com</variable>',
      'property="ClientInstallProperties" />',
    ],
    ['no text', 'SMSMP=server01.example.com</variable>', '</variable>'],
    [
      'no variable',
      '<variable name="SMSClientInstallProperties" property="ClientInstallProperties">SMSMP=server01.example.com</variable>',
      '',
    ],
  ])('fills in the properties where there is %s', (_, old, now) => {
    const { text } = plan(replaced(exportedTaskSequence(), old, now), { utility: null });
    expect(text).toContain(`property="ClientInstallProperties">${published}</variable>`);
    expect(plan(text, { utility: null }).changes).toEqual([]);
  });

  it('gives the new steps the attributes that the others have', () => {
    const before = replaced(
      exportedTaskSequence(),
      'name="Setup windows and ConfigMgr" description=""',
      'name="Setup windows and ConfigMgr" description="" disable="false" continueOnError="true"',
    );
    expect(plan(before).text).toContain(
      'name="Run CCMCertFix" description="" disable="false" continueOnError="false" runIn="FullOS"',
    );
  });

  const unknown = { utility: { name: 'CCMCertFix', program: 'CCMCertFix', packageId: null } };
  /** The step of the utility as the console writes it before a package is chosen. */
  const open = () =>
    replaced(
      replaced(plan(exportedTaskSequence()).text, '/pkg:ABC00042 ', '/pkg: '),
      'hidden="true">ABC00042<',
      'hidden="true"><',
    );

  it('writes no step without a package: it asks for the ID', () => {
    const { code, message } = caught(() => plan(exportedTaskSequence(), unknown));
    expect([code, message]).toEqual([
      'STAGE_BAD_PACKAGE_ID',
      expect.stringContaining('--utility-package-id'),
    ]);
  });

  it('needs no ID where the step exists', () => {
    const { text } = plan(exportedTaskSequence());
    expect(plan(text, unknown)).toMatchObject({ text, changes: [] });
  });

  it('fills in the package of a step that has none, and says so if the ID is not known', () => {
    const before = open();
    expect(plan(before, unknown)).toMatchObject({
      text: before,
      notes: expect.arrayContaining([expect.stringContaining('"Run CCMCertFix" names no package')]),
    });
    const { text, changes } = plan(before);
    expect(changes).toEqual(['Run CCMCertFix: package ABC00042']);
    expect(text).toBe(plan(exportedTaskSequence()).text);
  });

  it('writes the ID of the utility in capitals and refuses what is none', () => {
    const withId = (packageId: string) =>
      plan(exportedTaskSequence(), { utility: { ...request.utility!, packageId } });
    expect(withId('abc00042').text).toBe(plan(exportedTaskSequence()).text);
    for (const wrong of ['', 'ABC0004', '<Package_ID>']) {
      expect(caught(() => withId(wrong)).code).toBe('STAGE_BAD_PACKAGE_ID');
    }
  });

  const variable =
    '<variable name="_SMSClientPackageID" property="ClientPackageID" hidden="true">ABC00001</variable>';
  const command = (line: string, rest = ''): string =>
    replaced(
      replaced(exportedTaskSequence(), variable, rest),
      '<action>OSDSetupWindows.exe</action>',
      `<action>${line}</action>`,
    );

  it.each([
    [
      'its property',
      replaced(exportedTaskSequence(), 'name="_SMSClientPackageID"', 'name="OSDClientPackage"'),
    ],
    ['its command line', command('OSDSetupWindows.exe /package:abc00001 /x')],
    ['its command line in quotation marks', command('OSDSetupWindows.exe /Package:"ABC00001"')],
    ['its variable, which the command line takes', command('OSDSetupWindows.exe /package:%ID%', variable)],
  ])('knows the client package by %s', (_, text) => {
    expect(plan(text).text).toContain(published);
  });

  it.each([
    ['names none', command('OSDSetupWindows.exe /package:%ID%'), {}, /names no client package/],
    ['names two', command('x.exe /package:ABC00002', variable), {}, /ABC00001 and ABC00002; say which/],
    ['is another', command('x.exe /package:ABC00002'), { packageId: 'ABC00001' }, /from package ABC00002/],
  ])('refuses a step that %s', (_, text, change, message) => {
    const error = caught(() => plan(text, change));
    expect([error.code, error.message]).toEqual(['STAGE_BAD_PACKAGE_ID', expect.stringMatching(message)]);
  });

  it('adds the restart alone after a step that runs the utility already', () => {
    const { text } = plan(exportedTaskSequence());
    const start = text.indexOf('      <step type="SMS_TaskSequence_RebootAction" name="Restart after');
    const end = text.indexOf('      <!-- after the client -->');
    const { changes } = plan(text.slice(0, start) + text.slice(end));
    expect(changes).toEqual(['new step Restart Computer after Run CCMCertFix']);
  });

  it('works on a sequence in one line, without its package', () => {
    const line =
      '<sequence version="3.00"><step type="SMS_TaskSequence_SetupWindowsAndSMSAction" name="S"><defaultVarList><variable name="_SMSClientPackageID" property="ClientPackageID">ABC00001</variable></defaultVarList></step></sequence>';
    const { text, notes } = plan(line);
    const { in: added } = difference(line, text);
    expect(added).not.toMatch(/\s\s|\n/);
    expect(notes.join('\n')).toMatch(/Run another program first/);
    expect(notes.join('\n')).toMatch(/does not hold the properties/);
    expect(plan(text).changes).toEqual([]);
  });

  it('asks of the old computer of a replacement no more than to run the utility first', () => {
    const before = replaced(
      exportedTaskSequence(),
      'SMS_TaskSequence_SetupWindowsAndSMSAction',
      'SMS_TaskSequence_CaptureUserStateAction',
    );
    const { changes, notes, text, scenario } = plan(before);
    expect(scenario).toBe('replace-capture');
    expect(changes).toEqual(['Run another program first: ABC00042;;CCMCertFix']);
    expect(notes[0]).toMatch(/old computer of a replacement/);
    expect(difference(before, text).out).toBe(' /');
  });

  it('tells a refresh by its capture', () => {
    const before = replaced(
      exportedTaskSequence(),
      'SMS_TaskSequence_ApplyOperatingSystemAction',
      'SMS_TaskSequence_CaptureUserStateAction',
    );
    expect(plan(before).scenario).toBe('refresh');
  });

  it('leaves another program that runs first alone', () => {
    const before = replaced(
      exportedTaskSequence(),
      '<DependentProgram />',
      '<DependentProgram>ABC00007;;X</DependentProgram>',
    );
    const { text, notes } = plan(before);
    expect(text).toContain('<DependentProgram>ABC00007;;X</DependentProgram>');
    expect(notes.join('\n')).toMatch(/ABC00007;;X/);
  });

  it.each([
    ['SMS_TaskSequence_SetupWindowsAndSMSAction', 'SMS_TaskSequence_Other', {}, 'TASK_SEQUENCE_NO_STEP'],
    [
      'SMS_TaskSequence_ApplyOperatingSystemAction',
      'SMS_TaskSequence_SetupWindowsAndSMSAction',
      {},
      'TASK_SEQUENCE_AMBIGUOUS',
    ],
    ['ABC00001', 'XYZ00009', { packageId: 'ABC00001' }, 'STAGE_BAD_PACKAGE_ID'],
    ['>ABC00001<', '><', {}, 'STAGE_BAD_PACKAGE_ID'],
    ['x', 'x', { step: 'nope' }, 'TASK_SEQUENCE_NO_STEP'],
  ])('%s for %s with %j is %s', (old, now, change, code) => {
    expect(caught(() => plan(replaced(exportedTaskSequence(), old, now), change)).code).toBe(code);
  });

  it('takes the one that is enabled, or that is named', () => {
    const two = replaced(
      exportedTaskSequence(),
      'type="SMS_TaskSequence_ApplyOperatingSystemAction" name="Apply Operating System"',
      'type="SMS_TaskSequence_SetupWindowsAndSMSAction" name="Other"',
    );
    expect(plan(two, { step: 'setup WINDOWS and configmgr' }).text).toContain(published);
    const disabled = replaced(two, 'name="Other"', 'name="Other" disable="true"');
    expect(plan(disabled).text).toContain(published);
  });
});
