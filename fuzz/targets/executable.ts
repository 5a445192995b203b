import { BufferSource } from '../../src/core/byte-source.js';
import { readFileFacts } from '../../src/formats/pe/file-facts.js';
import { readPortableExecutable } from '../../src/formats/pe/portable-executable.js';
import { readVersionInfo } from '../../src/formats/pe/version-info.js';
import { buildExecutable } from '../../test/support/portable-executable-builder.js';
import { memoByName } from '../memo.js';
import { get, mutateBytes, range } from '../mutate/bytes.js';
import type { Seed } from '../seeds.js';
import { type Target, tolerate } from '../target.js';

export const pe: Target = {
  name: 'pe',
  about: 'executables: headers, sections, resources, version information (PE and NE)',
  prepare(pool) {
    const version = {
      fileVersion: '4.0.6487.2111',
      strings: { CompanyName: 'Somebody', OriginalFilename: 'a.exe' },
    };
    const built = (['x86', 'x64', 'IA-64', 'ARM64', 'ARM'] as const).map((platform) => ({
      name: `built/${platform}.exe`,
      bytes: buildExecutable({ platform, version }),
    }));
    const real = pool.files(/\.(exe|dll|sys)$/i);
    const images = pool.files(/pa19\/.*\.(new|old)$/, 60_000).filter(({ bytes }) => bytes[0] === 0x4d);
    const seeds = [...built, ...real, ...images];
    const hot = memoByName(({ bytes }: Seed) => executableHot(bytes));
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const others = [random.pick(seeds).bytes];
        const bytes = mutateBytes(random, seed.bytes, { hot: random.chance(0.85) ? hot(seed) : [], others });
        return { bytes, seed: seed.name, choice: 0 };
      },
      run({ bytes }) {
        const source = new BufferSource(bytes);
        tolerate(() => JSON.stringify(readFileFacts(source)));
        const executable = readPortableExecutable(source);
        if (executable) readVersionInfo(source, executable);
      },
    };
  },
};

function executableHot(bytes: Uint8Array): number[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const hot = range(0, Math.min(1024, bytes.length));
  const version = buffer.indexOf('VS_VERSION_INFO', 0, 'utf16le');
  if (version > 6) hot.push(...range(version - 6, Math.min(bytes.length, version + 900)));
  const section = buffer.indexOf('.rsrc');
  const resources = section > 0 ? get(bytes, section + 20, 4) : 0;
  if (resources > 0) hot.push(...range(resources, Math.min(bytes.length, resources + 512)));
  return hot;
}
