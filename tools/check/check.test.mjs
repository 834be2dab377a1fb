import { describe, expect, it } from 'vitest';
import { findBreaches } from './check.mjs';
import { cppFunctions } from './cpp-source.mjs';

/** A tree that breaks no rule; each test adds the one file that does. */
const CLEAN = {
  'CMakeLists.txt':
    'yc_add_libraries(\n  kernel/base\n  schema\n  kernel/store\n  kernel/space\n  tests)\n',
  'kernel/base/README.md': '# base\n\nNever knows the city.\n',
  'kernel/base/CMakeLists.txt': '',
  'kernel/base/ids.h': '#pragma once\n#include <cstdint>\n',
  'kernel/base/ids_test.cpp': '#include "kernel/base/ids.h"\n#include <gtest/gtest.h>\n',
  'THIRD_PARTY.md':
    '| GoogleTest | 1.12 | BSD | tests | `gtest/` | `*_test.cpp` |\n' +
    '| three | 0.187.0 | MIT | draws | `three` | `web/engine/**` |\n',
};

function breaches(extra, exceptions = []) {
  const files = Object.entries({ ...CLEAN, ...extra }).map(([path, text]) => ({ path, text }));
  return findBreaches(files, exceptions).map(({ path, line, rule }) => `${path}:${line}: ${rule}`);
}

/** A kernel library with all that it owes, so that only what a test adds is wrong. */
function library(path, files) {
  const owed = { 'README.md': 'Never.', 'CMakeLists.txt': '', 'a_test.cpp': '' };
  return Object.fromEntries(
    Object.entries({ ...owed, ...files }).map(([name, text]) => [`${path}/${name}`, text]),
  );
}

describe('the rule set', () => {
  it('finds nothing in a clean tree', () => {
    expect(breaches({})).toEqual([]);
  });

  it('refuses an include that points up', () => {
    const tree = {
      ...library('kernel/space', { 'tick.h': '' }),
      ...library('kernel/store', { 'log.h': '#pragma once\n#include "kernel/space/tick.h"\n' }),
    };
    expect(breaches(tree)).toEqual(['kernel/store/log.h:2: includes']);
  });

  it('accepts the same include pointing down', () => {
    const tree = {
      ...library('kernel/space', { 'tick.h': '#include "kernel/store/log.h"\n' }),
      ...library('kernel/store', { 'log.h': '#include "schema/frames.h"\n' }),
    };
    expect(breaches(tree)).toEqual([]);
  });

  it('refuses a kit that includes a kit, and anything that includes apps/', () => {
    const kit = (text) => ({ 'README.md': 'Never.', 'a_test.cpp': text });
    const tree = {
      ...library('kits/shop', kit('#include "kits/show/cue.h"\n')),
      'tests/whole_test.cpp': '#include "apps/yuancheng/serve.h"\n',
    };
    expect(breaches(tree)).toEqual([
      'kits/shop/a_test.cpp:1: includes',
      'tests/whole_test.cpp:1: includes',
    ]);
  });

  it('refuses an include that is not named from the top', () => {
    expect(breaches({ 'kernel/base/ids.cpp': '#include "ids.h"\n' })).toEqual([
      'kernel/base/ids.cpp:1: includes',
    ]);
  });

  it('refuses an engine that imports a page, and a page that imports a page', () => {
    const folder = (name, file, text) => ({
      [`web/${name}/README.md`]: 'Never.',
      [`web/${name}/a.test.ts`]: '',
      [`web/${name}/${file}`]: text,
    });
    const tree = {
      ...folder('engine', 'stage.ts', "import { words } from '../visit/words';\n"),
      ...folder('visit', 'words.ts', "import { read } from '../protocol/read';\n"),
      ...folder('visit', 'main.ts', "import { act } from '../console/act';\n"),
      ...folder('console', 'act.ts', "import { words } from '../visit/words';\n"),
    };
    expect(breaches(tree)).toEqual([
      'web/engine/stage.ts:1: web-imports',
      'web/visit/main.ts:1: web-imports',
      'web/console/act.ts:1: web-imports',
    ]);
  });

  it('counts lines of a file, columns of a line and lines of a function', () => {
    const body = (lines) => `void longOne() {\n${'  step();\n'.repeat(lines - 2)}}\n`;
    expect(breaches({ 'kernel/base/a.cpp': body(70) })).toEqual([]);
    expect(breaches({ 'kernel/base/a.cpp': body(71) })).toEqual(['kernel/base/a.cpp:1: sizes']);
    expect(breaches({ 'kernel/base/a.cpp': 'int a;\n'.repeat(600) })).toEqual([]);
    expect(breaches({ 'kernel/base/a.cpp': 'int a;\n'.repeat(601) })).toEqual([
      'kernel/base/a.cpp:1: sizes',
    ]);
    expect(breaches({ 'kernel/base/a.cpp': `\n//${'-'.repeat(99)}\n` })).toEqual([
      'kernel/base/a.cpp:2: sizes',
    ]);
  });

  it('lets a string of TypeScript be as long as its sentence', () => {
    const page = { 'web/visit/README.md': 'Never.', 'web/visit/a.test.ts': '' };
    const sentence = `  welcome: '${'word '.repeat(30)}',\n`;
    expect(breaches({ ...page, 'web/visit/words.ts': sentence })).toEqual([]);
    const comment = `/** ${'word '.repeat(30)} */\n`;
    expect(breaches({ ...page, 'web/visit/words.ts': comment })).toEqual([
      'web/visit/words.ts:1: sizes',
    ]);
  });

  it('lets only the named file touch a foreign library', () => {
    expect(breaches({ 'kernel/base/a.cpp': '#include <zlib.h>\n' })).toEqual([
      'kernel/base/a.cpp:1: wrappers',
    ]);
    expect(breaches({ 'kernel/base/a.cpp': '#include <gtest/gtest.h>\n' })).toEqual([
      'kernel/base/a.cpp:1: wrappers',
    ]);
    const page = { 'web/visit/README.md': 'Never.', 'web/visit/a.test.ts': '' };
    expect(
      breaches({ ...page, 'web/visit/a.ts': "\nimport {\n  Box3,\n} from 'three';\n" }),
    ).toEqual(['web/visit/a.ts:2: wrappers']);
  });

  it('wants npm packages pinned and listed in the same version', () => {
    const manifest = (version) => ({
      'package.json': JSON.stringify({ dependencies: { three: version } }),
    });
    expect(breaches(manifest('0.187.0'))).toEqual([]);
    expect(breaches(manifest('^0.187.0'))).toEqual([
      'package.json:1: npm-versions',
      'THIRD_PARTY.md:2: npm-versions',
    ]);
  });

  it('wants no private registry in the lock file', () => {
    const lock = '{"resolved": "https://npm.example.com/three.tgz"}';
    for (const path of ['package-lock.json', 'bench/peers/package-lock.json']) {
      expect(breaches({ [path]: lock })).toEqual([`${path}:1: lock-file`]);
    }
  });

  it('lets time and randomness enter only through base', () => {
    const tree = (text) => library('kernel/store', { 'log.cpp': text });
    expect(breaches(tree('auto t = std::chrono::steady_clock::now();\n'))).toEqual([
      'kernel/store/log.cpp:1: entrances',
    ]);
    expect(breaches(tree('std::random_device seed;\n'))).toEqual([
      'kernel/store/log.cpp:1: entrances',
    ]);
    expect(breaches(tree('#include <fstream>\n'))).toEqual(['kernel/store/log.cpp:1: entrances']);
    expect(breaches(tree('// never std::random_device here\n'))).toEqual([]);
  });

  it('finds what was left behind', () => {
    for (const left of [
      '// TO' + 'DO later',
      '#if' + ' 0',
      'GTEST' + '_SKIP();',
      'TEST(A, DISABLED' + '_b) {}',
    ]) {
      expect(breaches({ 'kernel/base/a.cpp': `${left}\n` })).toEqual([
        'kernel/base/a.cpp:1: leftovers',
      ]);
    }
    expect(breaches({ 'kernel/base/a.cpp': 'auto p = "/ro' + 'ot/data";\n' })).toEqual([
      'kernel/base/a.cpp:1: machine-paths',
    ]);
  });

  it('wants a README that says never, a build file and tests in each library', () => {
    expect(breaches({ 'kernel/store/log.h': '' })).toEqual([
      'kernel/store:1: folders',
      'kernel/store:1: folders',
      'kernel/store:1: folders',
    ]);
    expect(breaches(library('kernel/store', { 'README.md': 'It stores.' }))).toEqual([
      'kernel/store/README.md:1: folders',
    ]);
  });

  it('follows links of documents to files and headings', () => {
    const read = (text) => breaches({ 'docs/a.md': `# Way in\n\n${text}\n` });
    expect(read('[x](../kernel/base/README.md) [y](#way-in) [z](https://example.org)')).toEqual([]);
    expect(read('[x](missing.md)')).toEqual(['docs/a.md:3: links']);
    expect(read('[x](../kernel/base/README.md#else)')).toEqual(['docs/a.md:3: links']);
  });

  it('excuses a named exception and refuses one that is no longer needed', () => {
    const exception = { rule: 'includes', path: 'kernel/base/ids.cpp', reason: 'for this test' };
    expect(breaches({ 'kernel/base/ids.cpp': '#include "ids.h"\n' }, [exception])).toEqual([]);
    expect(breaches({}, [exception])).toEqual(['kernel/base/ids.cpp:1: includes']);
  });
});

describe('cppFunctions', () => {
  const namesOf = (text) => cppFunctions(text).map(({ name, lines }) => `${name} ${lines}`);

  it('looks into namespaces and classes, not into functions', () => {
    const text = `namespace yc::a {\nclass B final : public C<int> {
  int d() const { return 1; }\n};\n
B::B(int x)\n    : x_(x) {\n  auto f = [&] {\n    return 1;\n  };\n}\n}\n`;
    expect(namesOf(text)).toEqual(['d 1', 'B::B 6']);
  });

  it('is not misled by braces in strings, comments and characters', () => {
    const text = 'void f() {\n  g("{", \'{\', 1\'000); // {\n  h(R"({)");\n}\nvoid k() {}\n';
    expect(namesOf(text)).toEqual(['f 4', 'k 1']);
  });

  it('skips initialisers', () => {
    expect(namesOf('int a{1};\nconst int kB[] = {1, 2};\nenum class C { d };\n')).toEqual([]);
  });
});
