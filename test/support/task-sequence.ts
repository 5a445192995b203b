/**
 * A task sequence in the shape that ConfigMgr 2007 exports: the properties of the package, the sequence in groups, steps
 * with variables, a comment, entities, CRLF.
 */
export function exportedTaskSequence(): string {
  return `<?xml version="1.0"?>
<SmsTaskSequencePackage xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <BootImageID>ABC00005</BootImageID>
  <Category />
  <DependentProgram />
  <Description>Windows 7 &amp; ConfigMgr</Description>
  <Duration>360</Duration>
  <Name>Refresh</Name>
  <ProgramFlags>152084496</ProgramFlags>
  <SequenceData><sequence version="3.00">
    <group name="Install Operating System" description="">
      <step type="SMS_TaskSequence_ApplyOperatingSystemAction" name="Apply Operating System" description="" runIn="WinPE" successCodeList="0">
        <action>OSDApplyOS.exe /image:ABC00003,%OSDImageIndex%</action>
        <defaultVarList>
          <variable name="ImagePackageID" property="ImagePackageID" hidden="true">ABC00003</variable>
        </defaultVarList>
      </step>
      <step type="SMS_TaskSequence_SetupWindowsAndSMSAction" name="Setup windows and ConfigMgr" description="" runIn="WinPE" successCodeList="0">
        <action>OSDSetupWindows.exe</action>
        <defaultVarList>
          <variable name="_SMSClientPackageID" property="ClientPackageID" hidden="true">ABC00001</variable>
          <variable name="SMSClientInstallProperties" property="ClientInstallProperties">SMSMP=server01.example.com</variable>
        </defaultVarList>
      </step>
      <!-- after the client -->
      <step type="SMS_TaskSequence_InstallSoftwareAction" name="Office" description="" continueOnError="true" runIn="FullOS" successCodeList="0">
        <action>smsswd.exe /pkg:ABC00012 /install /basevar: /continueOnError:</action>
        <defaultVarList>
          <variable name="PackageID" property="PackageID" hidden="true">ABC00012</variable>
          <variable name="_SMSSWDProgramName" property="ProgramName">Install &lt;quiet&gt;</variable>
        </defaultVarList>
      </step>
    </group>
  </sequence></SequenceData>
  <SourceDate>2009-07-17T18:21:22</SourceDate>
</SmsTaskSequencePackage>
`.replaceAll('\n', '\r\n');
}

/** The text with one thing in place of another that must be there. */
export function replaced(text: string, old: string, now: string): string {
  if (!text.includes(old)) throw new Error(`${old} is not there`);
  return text.replace(old, () => now);
}
