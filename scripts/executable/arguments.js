const flags = ['--target', '--url', '--signed', '-o'];

/**
 * The arguments of `build-exe.js`; `output` is null where none is given. Throws an error that says what is wrong, before
 * anything is built.
 */
export function readArguments(words, targets) {
  const given = {};
  for (let i = 0; i < words.length; i += 2) {
    const [flag, value] = [words[i], words[i + 1]];
    if (!flags.includes(flag)) throw new Error(`there is no option ${flag}; there are ${flags.join(', ')}`);
    if (value === undefined || value === '' || value.startsWith('-'))
      throw new Error(`${flag} needs a value`);
    if (given[flag] !== undefined) throw new Error(`${flag} is given twice: ${given[flag]} and ${value}`);
    given[flag] = value;
  }
  const target = given['--target'];
  if (!targets.includes(target)) throw new Error(`--target takes ${targets.join(' or ')}`);
  const url = given['--url'] ?? null;
  if (url !== null && !target.startsWith('win-'))
    throw new Error(
      '--url is for the manifests of winget and Scoop, which install programs for Windows alone',
    );
  if (given['--signed'] !== undefined && url === null)
    throw new Error('--signed is for the manifests, which need --url');
  return {
    target,
    url: url === null ? null : addressOf(url),
    signed: given['--signed'] ?? null,
    output: given['-o'] ?? null,
  };
}

/** The address as manifests can hold it: `"` and blanks are escaped. */
function addressOf(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || text.includes('#') || url.pathname.endsWith('/'))
    throw new Error(`--url takes the address of the executable (https://host/hotfixkit.exe), not ${text}`);
  return url.href;
}
