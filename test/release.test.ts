import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const script = '../scripts/release.js';

interface Manifest {
  version: string;
  files: string[];
  bin: Record<string, string>;
  types: string;
  exports: Record<string, unknown>;
}

interface Release {
  parseArguments(argv: string[]): { version: string; isDryRun: boolean };
  versionProblem(current: string, next: string): string | null;
  treeProblems(tree: { status: string; branch: string; tags: string[]; version: string }): string[];
  releaseChangelog(changelog: string, version: string, date: string): string;
  replaceVersion(text: string, current: string, next: string, pattern: string, times: number): string;
  contentProblems(files: string[], manifest: Omit<Manifest, 'version'>): string[];
}

describe('release script', () => {
  let release: Release;
  beforeAll(async () => {
    release = (await import(script)) as Release;
  });

  it.each([
    [['0.2.0'], { version: '0.2.0', isDryRun: false }],
    [['0.2.0', '--dry-run'], { version: '0.2.0', isDryRun: true }],
    [['--dry-run', '0.2.0'], { version: '0.2.0', isDryRun: true }],
  ])('takes %j', (argv, expected) => {
    expect(release.parseArguments(argv)).toEqual(expected);
  });

  it.each([[[]], [['--dry-run']], [['0.2.0', '--publish']]])('refuses %j', (argv: string[]) => {
    expect(() => release.parseArguments(argv)).toThrow(/^usage/);
  });

  it.each([
    ['0.1.0', '0.1.1', null],
    ['0.1.9', '0.1.10', null],
    ['0.9.0', '1.0.0-beta.1', null],
    ['1.0.0-beta.9', '1.0.0-beta.10', null],
    ['1.0.0-beta.1', '1.0.0-rc.1', null],
    ['1.0.0-rc.1', '1.0.0', null],
    ['0.1.0', '0.1.0', /not newer/],
    ['0.2.0', '0.1.9', /not newer/],
    ['1.0.0', '1.0.0-rc.1', /not newer/],
    ['0.1.0', 'v0.2.0', /not a version/],
    ['0.1.0', '0.02.0', /not a version/],
    ['0.1.0', '0.2', /not a version/],
  ])('%s to %s', (current, next, expected) => {
    const problem = release.versionProblem(current, next);
    if (expected === null) expect(problem).toBeNull();
    else expect(problem).toMatch(expected);
  });

  it.each([
    ['a clean tree on main', { status: '', branch: 'main', tags: ['v0.1.0'] }, []],
    ['changes', { status: ' M README.md\n', branch: 'main', tags: [] }, [/README\.md/]],
    ['another branch', { status: '', branch: 'docs', tags: [] }, [/docs/]],
    ['no branch', { status: '', branch: '', tags: [] }, [/no branch/]],
    ['a tag that exists', { status: '', branch: 'main', tags: ['v0.2.0'] }, [/v0\.2\.0/]],
    ['all of it', { status: '?? x', branch: 'docs', tags: ['v0.2.0'] }, [/x/, /docs/, /v0\.2\.0/]],
  ])('judges %s', (_, tree, expected) => {
    const problems = release.treeProblems({ ...tree, version: '0.2.0' });
    expect(problems).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });

  describe('changelog', () => {
    const date = '2010-01-25';

    it('moves what is unreleased below the version', () => {
      const before =
        '# Changelog\n\n## Unreleased\n\n### Added\n\n- One.\n\n## 0.1.0 - 2009-01-01\n\n- First.\n';
      expect(release.releaseChangelog(before, '0.2.0', date)).toBe(
        '# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2010-01-25\n\n### Added\n\n- One.\n\n## 0.1.0 - 2009-01-01\n\n- First.\n',
      );
    });

    it('does so for the first version', () => {
      expect(release.releaseChangelog('# Changelog\n\n## Unreleased\n\n- One.\n', '0.1.0', date)).toBe(
        '# Changelog\n\n## Unreleased\n\n## 0.1.0 - 2010-01-25\n\n- One.\n',
      );
    });

    it.each([
      ['no entries', '## Unreleased\n\n## 0.1.0 - 2009-01-01\n\n- First.\n', /no entries/],
      ['headings alone', '## Unreleased\n\n### Added\n', /no entries/],
      ['no such section', '# Changelog\n', /no section/],
      ['the version already', '## Unreleased\n\n- One.\n\n## 0.2.0 - 2009-01-01\n', /already/],
    ])('refuses one with %s', (_, changelog, message) => {
      expect(() => release.releaseChangelog(changelog, '0.2.0', date)).toThrow(message);
    });

    it('of this repository can be released', () => {
      const changelog = readFileSync(join(repository, 'CHANGELOG.md'), 'utf8').replaceAll('\r\n', '\n');
      expect(release.releaseChangelog(changelog, '999.0.0', date)).toContain(`## 999.0.0 - ${date}`);
    });
  });

  describe('version', () => {
    it('is replaced as often as asked, from the top', () => {
      const text = '"version": "0.1.0", "version": "0.1.0", "version": "0.1.0"';
      expect(release.replaceVersion(text, '0.1.0', '0.2.0', '"version": "VERSION"', 2)).toBe(
        '"version": "0.2.0", "version": "0.2.0", "version": "0.1.0"',
      );
    });

    it('has to be there', () => {
      expect(() => release.replaceVersion('', '0.1.0', '0.2.0', 'v VERSION', 1)).toThrow(/found 0/);
    });

    it('is the same in every file that states it', () => {
      const read = (path: string) => readFileSync(join(repository, path), 'utf8');
      const { version } = JSON.parse(read('package.json')) as Manifest;
      const lock = JSON.parse(read('package-lock.json')) as Manifest & { packages: Record<string, Manifest> };
      expect([lock.version, lock.packages['']!.version]).toEqual([version, version]);
      expect(read('src/core/version.ts')).toContain(`version = '${version}'`);
      expect(read('docs/api/main.md')).toContain(`const version = '${version}'`);
    });
  });

  describe('content', () => {
    const manifest = {
      files: ['bin', 'dist', 'README.md', 'LICENSE'],
      bin: { tool: 'bin/tool.js' },
      types: './dist/index.d.ts',
      exports: {
        '.': { types: './dist/index.d.ts', default: './dist/index.js' },
        './cab': { node: { default: './dist/cab.js' } },
        './package.json': './package.json',
      },
    };
    const whole = [
      'package.json',
      'README.md',
      'LICENSE',
      'bin/tool.js',
      'dist/index.d.ts',
      'dist/index.js',
      'dist/cab.js',
    ];

    it('is right where all that is exported is there', () => {
      expect(release.contentProblems([...whole, 'dist/chunk.js'], manifest)).toEqual([]);
    });

    it.each(whole)('lacks %s', (path) => {
      const files = whole.filter((file) => file !== path);
      expect(release.contentProblems(files, manifest)).toEqual([`the package lacks ${path}`]);
    });

    it.each(['test/a.test.ts', '.env', 'src/index.ts', 'distant/a.js'])('does not hold %s', (path) => {
      expect(release.contentProblems([...whole, path], manifest)).toEqual([expect.stringContaining(path)]);
    });
  });
});
