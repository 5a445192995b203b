import { describe, expect, it } from 'vitest';
import {
  type InstallationEvent,
  joinInstallationLogs,
  nullInstallationLog,
} from '../../../src/installer/log/installation-log.js';

describe('joinInstallationLogs', () => {
  it('tells every listener everything, in order', () => {
    const heard: string[] = [];
    const log = joinInstallationLogs(
      (event) => heard.push(`a ${event.type}`),
      nullInstallationLog,
      (event) => heard.push(`b ${event.type}`),
    );
    const events: InstallationEvent[] = [
      { type: 'actionStart', action: 'InstallFiles' },
      { type: 'actionEnd', action: 'InstallFiles', returnValue: 1 },
    ];
    for (const event of events) log(event);
    expect(heard).toEqual(['a actionStart', 'b actionStart', 'a actionEnd', 'b actionEnd']);
  });
});
