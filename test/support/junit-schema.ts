import { SaxesParser } from 'saxes';

interface ElementRule {
  children: readonly string[];
  needed: readonly string[];
  attributes: readonly string[];
}

const output = ['system-out', 'system-err'];
const leaf: ElementRule = { children: [], needed: [], attributes: [] };
const outcome: ElementRule = { children: [], needed: [], attributes: ['type', 'message'] };

/** What `junit-10.xsd` of the xUnit plugin of Jenkins allows, as far as a report without reruns needs it. */
const schema: Readonly<Record<string, ElementRule>> = {
  testsuites: {
    children: ['testsuite'],
    needed: [],
    attributes: ['name', 'time', 'tests', 'failures', 'errors'],
  },
  testsuite: {
    children: ['testsuite', 'properties', 'testcase', ...output],
    needed: ['name', 'tests', 'failures', 'errors'],
    attributes: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
  },
  testcase: {
    children: ['skipped', 'error', 'failure', ...output],
    needed: ['name'],
    attributes: ['time', 'classname', 'group'],
  },
  skipped: outcome,
  error: outcome,
  failure: outcome,
  'system-out': leaf,
  'system-err': leaf,
};

/** Where a JUnit document is not what the schema allows; throws where it is not well formed. */
export function junitFaults(xml: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const parent = open.at(-1);
    const rule = schema[name];
    if (parent === undefined ? name !== 'testsuites' : !schema[parent]?.children.includes(name)) {
      faults.push(`${name} in ${parent ?? 'the document'}`);
    }
    for (const one of rule?.needed ?? []) if (!(one in attributes)) faults.push(`${name} lacks ${one}`);
    const known = [...(rule?.needed ?? []), ...(rule?.attributes ?? [])];
    for (const [one, value] of Object.entries(attributes)) {
      if (!known.includes(one)) faults.push(`${name} has ${one}="${String(value)}"`);
      const isNumber = ['tests', 'failures', 'errors', 'skipped', 'time'].includes(one);
      if (isNumber && !/^\d+$/.test(String(value))) faults.push(`${name} has ${one}="${String(value)}"`);
    }
    open.push(name);
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return faults;
}
