import { libraryOf } from './layers.mjs';

/** A library says in its README what it is and what it never does, and has tests. */
export function* folders(files) {
  const libraries = new Set();
  for (const { path } of files) {
    const library = libraryOf(path);
    if (library?.includes('/')) libraries.add(library);
    const web = /^web\/(?!public\/)[^/]+(?=\/.*\.tsx?$)/.exec(path)?.[0];
    if (web) libraries.add(web);
  }
  const paths = files.map((file) => file.path);
  for (const library of libraries) {
    const has = (pattern) =>
      paths.some((path) => path.startsWith(`${library}/`) && pattern.test(path));
    const readme = files.find((file) => file.path === `${library}/README.md`);
    if (!readme) yield { path: library, line: 1, message: 'has no README.md' };
    else if (!/\bnever\b/i.test(readme.text)) {
      yield { path: readme.path, line: 1, message: 'does not say what the library never does' };
    }
    if (library.startsWith('kernel/') && !paths.includes(`${library}/CMakeLists.txt`)) {
      yield { path: library, line: 1, message: 'has no CMakeLists.txt' };
    }
    if (!library.startsWith('apps/') && !has(/_test\.cpp$|\.test\.tsx?$/)) {
      yield { path: library, line: 1, message: 'has no tests' };
    }
  }
}
