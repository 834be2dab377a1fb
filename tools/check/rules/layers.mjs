import { posix } from 'node:path';

const INCLUDE = /^\s*#include "([^"]+)"/;
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/** Web folders, lowest first; a folder imports from itself and from lower ranks. Pages share 3. */
const WEB_RANK = { protocol: 0, ui: 1, engine: 2, visit: 3, console: 3, reference: 3, studio: 3 };

/** The folders of yc_add_libraries in CMakeLists.txt: the one place where their order stands. */
export function libraryOrder(files) {
  const cmake = files.find((file) => file.path === 'CMakeLists.txt')?.text ?? '';
  const list = /yc_add_libraries\(([^)]*)\)/.exec(cmake)?.[1] ?? '';
  return list.split(/\s+/).filter((word) => word !== '');
}

/** 'kernel/store' for 'kernel/store/sqlite.cpp'; 'tests' and 'bench' are one library each. */
export function libraryOf(path) {
  const [top, name, rest] = path.split('/');
  if (['kernel', 'kits', 'apps'].includes(top) && rest !== undefined) return `${top}/${name}`;
  return ['tests', 'bench', 'schema', 'web', 'tools'].includes(top) ? top : null;
}

function whyNot(from, to, order) {
  if (from === to) return null;
  if (to === null) return 'is not named from the top of the repository, as in "kernel/base/ids.h"';
  if (to.startsWith('apps/')) return 'is in apps/, which nothing includes';
  if (from?.startsWith('kits/') && to.startsWith('kits/')) return 'is in another kit';
  if (!order.includes(to)) return `is in ${to}, which CMakeLists.txt does not list`;
  return order.indexOf(to) > order.indexOf(from) ? `is in ${to}, which stands above ${from}` : null;
}

/** Includes point down the list of libraries, never up, never between kits, never to apps/. */
export function* includes(files) {
  const order = libraryOrder(files);
  for (const file of files) {
    const from = libraryOf(file.path);
    if (!/\.(h|cpp)$/.test(file.path)) continue;
    for (const [index, line] of file.text.split('\n').entries()) {
      const target = INCLUDE.exec(line)?.[1];
      if (target === undefined) continue;
      const reason = whyNot(from, libraryOf(target), order);
      if (reason) yield { path: file.path, line: index + 1, message: `"${target}" ${reason}` };
    }
  }
}

function webFolder(path) {
  const [top, folder, rest] = path.split('/');
  return top === 'web' && rest !== undefined ? folder : null;
}

/** The same for the web: protocol, ui, engine, and then the pages, none of which knows another. */
export function* webImports(files) {
  for (const file of files) {
    const from = webFolder(file.path);
    if (from === null || !/\.tsx?$/.test(file.path)) continue;
    for (const [, target] of file.text.matchAll(IMPORT)) {
      const to = webFolder(posix.join(posix.dirname(file.path), target));
      if (to === from || to === null) continue;
      if (WEB_RANK[to] === undefined || WEB_RANK[to] >= (WEB_RANK[from] ?? -1)) {
        yield { path: file.path, line: 1, message: `web/${from} must not import web/${to}` };
      }
    }
  }
}
