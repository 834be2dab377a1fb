// The rule set of this repository. Prints each breach as path:line: rule: message.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { EXCEPTIONS } from './exceptions.mjs';
import { lockFile, npmVersions, wrappers } from './rules/dependencies.mjs';
import { entrances } from './rules/entrances.mjs';
import { folders } from './rules/folders.mjs';
import { includes, webImports } from './rules/layers.mjs';
import { leftovers, machinePaths } from './rules/leftovers.mjs';
import { links } from './rules/links.mjs';
import { sizes } from './rules/sizes.mjs';

export const RULES = {
  sizes,
  includes,
  'web-imports': webImports,
  wrappers,
  'npm-versions': npmVersions,
  'lock-file': lockFile,
  entrances,
  leftovers,
  'machine-paths': machinePaths,
  folders,
  links,
};

/** All breaches in these files ({ path, text }[]); an exception that excuses none is one too. */
export function findBreaches(files, exceptions = EXCEPTIONS) {
  const unused = new Set(exceptions);
  const breaches = [];
  for (const [rule, run] of Object.entries(RULES)) {
    for (const breach of run(files)) {
      const excuse = exceptions.find(
        (exception) =>
          exception.rule === rule &&
          exception.path === breach.path &&
          (exception.message?.test(breach.message) ?? true),
      );
      if (excuse) unused.delete(excuse);
      else breaches.push({ rule, ...breach });
    }
  }
  for (const { rule, path } of unused) {
    breaches.push({ rule, path, line: 1, message: 'the exception for this is no longer needed' });
  }
  return breaches;
}

/** What git keeps or would keep. The text of pictures and other binary files is left empty. */
function repositoryFiles() {
  const list = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], {
    encoding: 'utf8',
  });
  const paths = list
    .split('\0')
    .filter((path) => path !== '' && existsSync(path) && statSync(path).isFile());
  return paths.map((path) => {
    const text = readFileSync(path, 'utf8');
    return { path, text: text.includes('\0') ? '' : text };
  });
}

if (process.argv[1] === import.meta.filename) {
  const files = repositoryFiles();
  const breaches = findBreaches(files);
  for (const { path, line, rule, message } of breaches) {
    console.log(`${path}:${line}: ${rule}: ${message}`);
  }
  console.log(`${files.length} files, ${breaches.length} breaches`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}
