const INCLUDE = /^\s*#include <([^>]+)>/;
const IMPORTS = [
  /^(?:import|export)\b[\w\s{},*$]*?\bfrom\s*['"]([^'"\n]+)['"]/gm,
  /^import\s*['"]([^'"\n]+)['"]/gm,
  /\bimport\(\s*['"]([^'"\n]+)['"]/g,
];
const SYSTEM_NAMES = 'unistd|fcntl|signal|netdb|ifaddrs|dirent|poll|errno|pthread|time';
const SYSTEM = new RegExp(`^(sys|net|netinet|arpa|linux)/|^(${SYSTEM_NAMES})\\.h$`);

/**
 * Rows of THIRD_PARTY.md. A table row is: name | version | licence | why | used as | touched by.
 * 'Used as' is the start of an include or an npm name, 'touched by' the files of ours that may.
 */
export function thirdParty(files) {
  const text = files.find((file) => file.path === 'THIRD_PARTY.md')?.text ?? '';
  const rows = [];
  for (const [index, line] of text.split('\n').entries()) {
    const cells = line.split('|').map((cell) => cell.trim());
    if (cells.length !== 8 || /^(-+|name)$/i.test(cells[1])) continue;
    const [, name, version, licence, why, usedAs, touchedBy] = cells;
    const quoted = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]);
    rows.push({
      line: index + 1,
      name,
      version,
      licence,
      why,
      usedAs: quoted(usedAs),
      touchedBy: quoted(touchedBy),
    });
  }
  return rows;
}

/** A pattern without a slash is a file name anywhere; ** crosses folders. */
export function globMatches(pattern, path) {
  const subject = pattern.includes('/') ? path : path.split('/').at(-1);
  const source = pattern
    .split('**')
    .map((part) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*'))
    .join('.*');
  return new RegExp(`^${source}$`).test(subject);
}

function rowFor(rows, used) {
  return rows.find((row) =>
    row.usedAs.some(
      (start) => used === start || used.startsWith(start.endsWith('/') ? start : `${start}/`),
    ),
  );
}

function* foreignNames(file) {
  if (/\.(h|cpp)$/.test(file.path)) {
    for (const [index, line] of file.text.split('\n').entries()) {
      const target = INCLUDE.exec(line)?.[1];
      if (target?.includes('.') && !SYSTEM.test(target)) yield { target, line: index + 1 };
    }
  } else if (/\.(ts|tsx|mjs|js)$/.test(file.path)) {
    for (const match of IMPORTS.flatMap((pattern) => [...file.text.matchAll(pattern)])) {
      const target = match[1];
      if (/^(\.|\/|node:)/.test(target)) continue;
      yield { target, line: file.text.slice(0, match.index).split('\n').length };
    }
  }
}

/** A foreign library is listed, and only the files named in its row touch it. */
export function* wrappers(files) {
  const rows = thirdParty(files);
  for (const file of files) {
    for (const { target, line } of foreignNames(file)) {
      const row = rowFor(rows, target);
      if (!row) {
        yield { path: file.path, line, message: `${target} has no row in THIRD_PARTY.md` };
      } else if (!row.touchedBy.some((pattern) => globMatches(pattern, file.path))) {
        const message = `${target}: only ${row.touchedBy.join(', ')} may touch ${row.name}`;
        yield { path: file.path, line, message };
      }
    }
  }
}

const named = (files, name) => files.filter(({ path }) => path.split('/').at(-1) === name);

/** Each npm package is pinned, and THIRD_PARTY.md tells the same version. */
export function* npmVersions(files) {
  const rows = thirdParty(files);
  for (const file of named(files, 'package.json')) yield* versionsOf(file, rows);
}

function* versionsOf(file, rows) {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(file.text);
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    if (!/^\d+\.\d+\.\d+/.test(version)) {
      yield { path: file.path, line: 1, message: `${name} is not pinned to one version` };
    }
    const row = rows.find((candidate) => candidate.name === name);
    if (row?.version !== version) {
      yield {
        path: 'THIRD_PARTY.md',
        line: row?.line ?? 1,
        message: `no row says ${name} ${version}`,
      };
    }
  }
}

/** A lock file names no registry host: whoever installs uses their own. */
export function* lockFile(files) {
  for (const file of named(files, 'package-lock.json')) {
    if (/"resolved":\s*"(?!https:\/\/registry\.npmjs\.org\/)/.test(file.text)) {
      yield { path: file.path, line: 1, message: 'names a registry other than the public one' };
    }
  }
}
