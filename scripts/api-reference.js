import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * Writes docs/api, a page for each entry of the package, from the declarations and doc comments in src.
 *
 * `npm run docs` writes the pages; test/api-reference.test.ts fails where they differ from the sources. Only the package's
 * own files are parsed (no standard library, no node_modules), because signatures are shown as they are written. That takes
 * about a second, so it can be part of every check.
 */

const root = fileURLToPath(new URL('..', import.meta.url));

/** A name that several entries export is described where it comes first in this order. */
const order = [
  'main',
  'cfb',
  'cab',
  'pe',
  'signature',
  'delta',
  'msi',
  'package',
  'article',
  'verify',
  'hotfix',
  'stage',
  'msiexec',
  'report',
];

/** Methods that mean the same everywhere. */
const selfEvident = new Set(['close', 'read', 'toJSON', 'toString']);

const groups = [
  ['function', 'Functions'],
  ['class', 'Classes'],
  ['const', 'Constants'],
  ['type', 'Types'],
];

/**
 * Everything that the entries of package.json export.
 *
 * @returns {{ entries: Entry[], problems: string[], examples: Example[] }}
 */
export function readPublicApi(folder = root) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = Object.entries(exports)
    .filter(([, conditions]) => conditions.types !== undefined)
    .map(([path, { types, node }]) => {
      const source = basename(types, '.d.ts');
      return {
        name: source === 'index' ? 'main' : source,
        path: join('hotfixkit', path),
        source: join(folder, 'src/api', `${source}.ts`),
        isForBrowsers: node !== undefined,
        doc: '',
        names: [],
      };
    })
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));

  const program = parse(entries.map(({ source }) => source));
  const checker = program.getTypeChecker();
  const homes = new Map();
  for (const entry of entries) {
    const file = program.getSourceFile(entry.source);
    entry.doc = moduleComment(file);
    for (const exported of checker.getExportsOfModule(checker.getSymbolAtLocation(file))) {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
      const home = homes.get(symbol);
      if (home !== undefined) {
        entry.names.push({ ...home, isElsewhere: true });
        continue;
      }
      const described = { ...describe(exported.name, symbol), entry: entry.name, isElsewhere: false };
      homes.set(symbol, described);
      entry.names.push(described);
    }
    entry.names.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  const codes = errorCodes(program, folder);
  const problems = entries.flatMap((entry) => problemsOf(entry, entries, codes));
  const examples = entries.flatMap(({ names }) =>
    names
      .filter(({ isElsewhere }) => !isElsewhere)
      .flatMap(({ name, doc }) =>
        doc.examples.map((code, index) => ({ name: index === 0 ? name : `${name} ${index + 1}`, code })),
      ),
  );
  return { entries, problems, examples };
}

/** The pages of docs/api: their names and texts. */
export function renderReference({ entries }) {
  const pages = new Map([['README.md', renderIndex(entries)]]);
  for (const entry of entries) pages.set(`${entry.name}.md`, renderEntry(entry, entries));
  return pages;
}

function parse(sources) {
  const options = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noLib: true,
    types: [],
  };
  const host = ts.createCompilerHost(options, true);
  // Declarations are shown as they are written, so what a file imports is needed only where it exports that again.
  const exportsAgain = (file) => /^export (?:type )?\{/m.test(readFileSync(file, 'utf8'));
  host.resolveModuleNameLiterals = (literals, containing) => {
    const isFollowed = exportsAgain(containing);
    return literals.map(({ text }) => {
      const file = resolve(dirname(containing), text.replace(/\.js$/, '.ts'));
      const isOwn = isFollowed && text.startsWith('.') && existsSync(file);
      return { resolvedModule: isOwn ? { resolvedFileName: file, extension: '.ts' } : undefined };
    });
  };
  return ts.createProgram(sources, options, host);
}

function moduleComment(file) {
  const [comment] = ts.getJSDocCommentsAndTags(file.statements[0]).filter(ts.isJSDoc);
  const first = file.text.startsWith('/**') ? file.text.slice(3, file.text.indexOf('*/')) : '';
  const text = comment === undefined ? first : (ts.getTextOfJSDocComment(comment.comment) ?? first);
  return text
    .replace(/^\s*\* ?/gm, '')
    .replace(/@module/, '')
    .trim();
}

// Declarations -------------------------------------------------------------------------------------------------------

function describe(name, symbol) {
  const declarations = symbol.declarations ?? [];
  const doc = documentation(declarations);
  const kinds = declarations.map(kindOf);
  const kind = groups.find(([group]) => kinds.includes(group))?.[0] ?? 'type';
  const hasOverloads = declarations.some((one) => ts.isFunctionDeclaration(one) && one.body === undefined);
  const shown = declarations.filter((one) => !(hasOverloads && ts.isFunctionDeclaration(one) && one.body));
  const undocumented = declarations.flatMap((one) => undocumentedMethods(name, one));
  const untyped = declarations.flatMap((one) =>
    ts.isClassDeclaration(one) ? publicMembers(one).filter(lacksType).map(memberName) : [],
  );
  const code = shown.map(declarationText).join('\n');
  const links = declarations.flatMap(memberLinks);
  const members = declarations.flatMap(membersOf).map(memberName);
  return { name, kind, doc, code, links, members, undocumented, untyped };
}

function kindOf(declaration) {
  if (ts.isFunctionDeclaration(declaration)) return 'function';
  if (ts.isClassDeclaration(declaration)) return 'class';
  if (ts.isVariableDeclaration(declaration)) return 'const';
  return 'type';
}

function declarationText(declaration) {
  if (ts.isFunctionDeclaration(declaration)) return `function ${signature(declaration)};`;
  if (ts.isClassDeclaration(declaration)) return classText(declaration);
  if (ts.isVariableDeclaration(declaration)) return constantText(declaration);
  return withoutExport(declaration.getText()).replace(/\{@link ([^}]+)\}/g, '`$1`');
}

function withoutExport(text) {
  return text.replace(/^export (declare )?/, '');
}

function constantText(declaration) {
  const name = declaration.name.getText();
  if (declaration.type !== undefined) return `const ${name}: ${declaration.type.getText()};`;
  const value = declaration.initializer?.getText() ?? '';
  const lines = value.split('\n');
  if (lines.length <= 30) return `const ${name} = ${value};`;
  const shown = lines.filter((line) => !/^\s*\.\.\.|^\s*$/.test(line)).slice(0, 6);
  return `const ${name} = ${shown.join('\n')}\n  // and ${lines.length - shown.length - 1} lines more\n} as const;`;
}

/** `name<T>(parameters): result` of a function, method or constructor; optional where a default stands in the source. */
function signature(node) {
  const name = ts.isConstructorDeclaration(node) ? 'constructor' : node.name.getText();
  const types = node.typeParameters ? `<${node.typeParameters.map((one) => one.getText()).join(', ')}>` : '';
  const parameters = node.parameters.map(parameterText);
  const result = node.type ? `: ${node.type.getText()}` : '';
  const line = `${name}${types}(${parameters.join(', ')})${result}`;
  if (line.length <= 100 || parameters.length === 0) return line;
  return `${name}${types}(\n${parameters.map((one) => `  ${one.replaceAll('\n', '\n  ')},`).join('\n')}\n)${result}`;
}

function parameterText(parameter) {
  const rest = parameter.dotDotDotToken ? '...' : '';
  const optional = parameter.questionToken || parameter.initializer ? '?' : '';
  const name = ts.isIdentifier(parameter.name) ? parameter.name.getText() : 'options';
  const type = outdented(parameter.type) ?? literalType(parameter.initializer);
  return `${rest}${name}${optional}: ${type}`;
}

/** The text of a node without the indentation of the line that it begins in. */
function outdented(node) {
  if (node === undefined) return undefined;
  const before = node.getSourceFile().text.slice(0, node.getStart());
  const [indentation] = /^[ ]*/.exec(before.slice(before.lastIndexOf('\n') + 1));
  return node.getText().replaceAll(`\n${indentation}`, '\n');
}

function literalType(initializer) {
  if (initializer === undefined) return 'unknown';
  if (ts.isNumericLiteral(initializer) || ts.isBinaryExpression(initializer)) return 'number';
  if (initializer.getText().startsWith('Number.')) return 'number';
  if (ts.isStringLiteral(initializer)) return 'string';
  if (initializer.kind === ts.SyntaxKind.TrueKeyword || initializer.kind === ts.SyntaxKind.FalseKeyword) {
    return 'boolean';
  }
  return initializer.getText();
}

function classText(node) {
  const heritage = (node.heritageClauses ?? []).map((clause) => ` ${clause.getText()}`).join('');
  const types = node.typeParameters ? `<${node.typeParameters.map((one) => one.getText()).join(', ')}>` : '';
  const isAbstract = has(node, ts.SyntaxKind.AbstractKeyword) ? 'abstract ' : '';
  const members = publicMembers(node).map((member) => {
    const comment = memberComment(member);
    const text = comment === '' ? memberText(member) : `${comment}\n${memberText(member)}`;
    return text.replace(/^/gm, '  ').replace(/[ \t]+$/gm, '');
  });
  return `${isAbstract}class ${node.name.getText()}${types}${heritage} {\n${members.join('\n')}\n}`;
}

function publicMembers(node) {
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword];
  const isPublic = (one) =>
    !hidden.some((keyword) => has(one, keyword)) &&
    !(one.name && ts.isPrivateIdentifier(one.name)) &&
    !ts.getJSDocTags(one).some((tag) => tag.tagName.text === 'internal') &&
    !(one.kind === ts.SyntaxKind.ClassStaticBlockDeclaration);
  const overloaded = new Set(
    node.members.filter((one) => ts.isMethodDeclaration(one) && !one.body).map((one) => one.name.getText()),
  );
  return node.members.flatMap((one) => {
    if (!isPublic(one) || ts.isSetAccessor(one)) return [];
    if (ts.isMethodDeclaration(one) && one.body && overloaded.has(one.name.getText())) return [];
    if (!ts.isConstructorDeclaration(one)) return [one];
    const properties = one.parameters.filter(
      (parameter) => ts.isParameterPropertyDeclaration(parameter, one) && isPublic(parameter),
    );
    return [...properties, one];
  });
}

function memberText(member) {
  const isStatic = has(member, ts.SyntaxKind.StaticKeyword) ? 'static ' : '';
  const isAbstract = has(member, ts.SyntaxKind.AbstractKeyword) ? 'abstract ' : '';
  if (ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member)) {
    return `${isStatic}${isAbstract}${signature(member)};`;
  }
  if (ts.isGetAccessor(member)) {
    return `${isStatic}get ${member.name.getText()}(): ${member.type?.getText() ?? 'unknown'};`;
  }
  const isReadonly = has(member, ts.SyntaxKind.ReadonlyKeyword) ? 'readonly ' : '';
  const optional = member.questionToken ? '?' : '';
  const type = member.type?.getText();
  if (type === undefined)
    return `${isStatic}${isReadonly}${member.name.getText()} = ${member.initializer.getText()};`;
  return `${isStatic}${isReadonly}${member.name.getText()}${optional}: ${type};`;
}

/** A getter or a method whose result is written nowhere, so that a reader would have to infer it. */
function lacksType(member) {
  return (ts.isMethodDeclaration(member) || ts.isGetAccessor(member)) && member.type === undefined;
}

function memberName(member) {
  return member.name?.getText() ?? 'constructor';
}

function memberComment(member) {
  const comments = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const text = comments.at(-1)?.getText() ?? '';
  return text.replace(/^[ \t]+\*/gm, ' *').replace(/\{@link ([^}]+)\}/g, '`$1`');
}

/** Names that the comments of members link to. */
function memberLinks(declaration) {
  return membersOf(declaration).flatMap((member) =>
    [...(ts.getJSDocCommentsAndTags(member).at(-1)?.getText() ?? '').matchAll(/\{@link ([^}\s]+)/g)].map(
      ([, name]) => name,
    ),
  );
}

function membersOf(declaration) {
  if (ts.isClassDeclaration(declaration)) return publicMembers(declaration);
  return ts.isInterfaceDeclaration(declaration) ? [...declaration.members] : [];
}

function undocumentedMethods(name, declaration) {
  const implemented = (declaration.heritageClauses ?? []).length > 0;
  return membersOf(declaration)
    .filter((one) => ts.isMethodDeclaration(one) || ts.isMethodSignature(one))
    .filter((one) => ts.isIdentifier(one.name) && !selfEvident.has(one.name.text))
    .filter((one) => memberComment(one) === '' && !(implemented && !has(one, ts.SyntaxKind.StaticKeyword)))
    .map((one) => `${name}.${one.name.text}`);
}

function has(node, keyword) {
  return node.modifiers?.some(({ kind }) => kind === keyword) ?? false;
}

// Doc comments -------------------------------------------------------------------------------------------------------

function documentation(declarations) {
  const doc = { text: '', throws: [], examples: [], parameters: [], returns: '' };
  for (const declaration of declarations) {
    for (const node of ts.getJSDocCommentsAndTags(declaration)) {
      if (!ts.isJSDoc(node)) continue;
      // Of several comments in a row the last one is about the declaration.
      doc.text ||= (ts.getTextOfJSDocComment(node.comment) ?? '').trim();
      for (const tag of node.tags ?? []) addTag(doc, tag);
    }
  }
  return doc;
}

function addTag(doc, tag) {
  const text = (ts.getTextOfJSDocComment(tag.comment) ?? '').trim();
  switch (tag.tagName.text) {
    case 'throws':
      doc.throws.push(text);
      break;
    case 'example':
      doc.examples.push(text.replace(/^```\w*\n|\n```$/g, ''));
      break;
    case 'param':
      doc.parameters.push({ name: tag.name.getText(), text: text.replace(/^- /, '') });
      break;
    case 'returns':
      doc.returns = text;
      break;
  }
}

function errorCodes(program, folder) {
  const { text } = program.getSourceFile(join(folder, 'src/core/errors.ts'));
  return new Set([...text.matchAll(/^ {2}([A-Z][A-Z0-9_]+): '/gm)].map(([, code]) => code));
}

function problemsOf(entry, entries, codes) {
  const problems = entry.doc === '' ? [`${entry.name}: the entry has no comment`] : [];
  for (const { name, kind, doc, links, members, undocumented, untyped, isElsewhere } of entry.names) {
    if (isElsewhere) continue;
    if (doc.text === '') problems.push(`${entry.name}: ${name} has no doc comment`);
    if (entry.name === 'main' && kind === 'function' && doc.examples.length === 0) {
      problems.push(`main: ${name} has no @example`);
    }
    for (const method of undocumented) problems.push(`${entry.name}: ${method} has no doc comment`);
    for (const member of untyped) problems.push(`${entry.name}: ${name}.${member} has no written type`);
    const said = [doc.text, doc.returns, ...doc.throws, ...doc.parameters.map(({ text }) => text)].join(' ');
    const linked = [...said.matchAll(/\{@link ([^}\s]+)/g)].map(([, target]) => target);
    for (const target of [...linked, ...links]) {
      if (homeOf(target, entries) === undefined && !members.includes(target)) {
        problems.push(`${entry.name}: ${name} links to ${target}, which is not public`);
      }
    }
    for (const [, code] of doc.throws.join(' ').matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)`/g)) {
      if (!codes.has(code)) problems.push(`${entry.name}: ${name} throws ${code}, which is no code`);
    }
  }
  return problems;
}

// Pages --------------------------------------------------------------------------------------------------------------

function homeOf(target, entries) {
  const [name] = target.split(/[.#]/);
  for (const entry of entries) {
    if (entry.names.some((one) => one.name === name && !one.isElsewhere)) return { entry: entry.name, name };
  }
  return undefined;
}

function renderIndex(entries) {
  const lines = [
    '# API reference',
    '',
    'Written by `npm run docs` from the doc comments in `src`. [The library](../library.md) is the place to start.',
    '',
    '| entry | what it is for | runs in browsers | names |',
    '|---|---|---|---|',
  ];
  for (const { name, path, doc, isForBrowsers, names } of [...entries].sort(byName)) {
    const purpose = doc.split('\n\n')[0].replaceAll('\n', ' ');
    lines.push(
      `| [\`${path}\`](${name}.md) | ${purpose} | ${isForBrowsers ? 'yes' : 'no'} | ${names.length} |`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function byName(a, b) {
  if (a.name === 'main' || b.name === 'main') return a.name === 'main' ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

function renderEntry(entry, entries) {
  const own = entry.names.filter(({ isElsewhere }) => !isElsewhere);
  const anchors = anchorsOf(own);
  const lines = [`# ${entry.path}`, '', entry.doc];
  if (entry.isForBrowsers) lines.push('', 'Runs in browsers and in Node.');
  lines.push('', '```ts', `import { … } from '${entry.path}';`, '```', '');
  for (const [kind, title] of groups) {
    const names = own.filter((one) => one.kind === kind);
    if (names.length === 0) continue;
    lines.push(`${title}: ${names.map(({ name }) => `[\`${name}\`](#${anchors.get(name)})`).join(', ')}`, '');
  }
  const elsewhere = entry.names.filter(({ isElsewhere }) => isElsewhere);
  if (elsewhere.length > 0) {
    const links = elsewhere.map((one) => `[\`${one.name}\`](${linkTo(one, entry.name, entries)})`);
    lines.push(`Also exported here: ${links.join(', ')}`, '');
  }
  for (const [kind, title] of groups) {
    const names = own.filter((one) => one.kind === kind);
    if (names.length === 0) continue;
    lines.push(`## ${title}`, '');
    for (const one of names) lines.push(...renderName(one, entry.name, entries), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function anchorsOf(names) {
  const used = new Map();
  const anchors = new Map();
  for (const [group, title] of groups) {
    const among = names.filter(({ kind }) => kind === group);
    if (among.length === 0) continue;
    for (const heading of [title, ...among.map(({ name }) => name)]) {
      const anchor = heading.toLowerCase();
      const count = used.get(anchor) ?? 0;
      used.set(anchor, count + 1);
      anchors.set(heading, count === 0 ? anchor : `${anchor}-${count}`);
    }
  }
  return anchors;
}

function linkTo({ entry, name }, from, entries) {
  const own = entries.find((one) => one.name === entry).names.filter(({ isElsewhere }) => !isElsewhere);
  const anchor = anchorsOf(own).get(name);
  return entry === from ? `#${anchor}` : `${entry}.md#${anchor}`;
}

function renderName({ name, doc, code }, entry, entries) {
  const prose = (text) =>
    text.replace(/\{@link ([^}\s]+)\s*([^}]*)\}/g, (_, target, label) => {
      const home = homeOf(target, entries);
      const shown = `\`${label || target}\``;
      return home === undefined ? shown : `[${shown}](${linkTo(home, entry, entries)})`;
    });
  const lines = [`### ${name}`, '', '```ts', code, '```', '', prose(doc.text)];
  if (doc.parameters.length > 0) {
    lines.push('', ...doc.parameters.map((one) => `- \`${one.name}\`: ${prose(oneLine(one.text))}`));
  }
  if (doc.returns !== '') lines.push('', `Returns ${prose(oneLine(doc.returns))}`);
  if (doc.throws.length > 0) {
    lines.push('', 'Throws:', '', ...doc.throws.map((text) => `- ${prose(oneLine(text))}`));
  }
  for (const example of doc.examples) lines.push('', 'Example:', '', '```ts', example, '```');
  return lines;
}

function oneLine(text) {
  return text.replace(/\s*\n\s*/g, ' ');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const api = readPublicApi();
  const folder = join(root, 'docs/api');
  const pages = renderReference(api);
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) if (!pages.has(file)) rmSync(join(folder, file));
  for (const [file, text] of pages) writeFileSync(join(folder, file), text);
  for (const problem of api.problems) console.error(problem);
  console.log(`docs/api: ${pages.size} pages`);
  process.exitCode = api.problems.length > 0 ? 1 : 0;
}
