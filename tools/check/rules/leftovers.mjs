const CODE =
  /\.(h|cpp|ts|tsx|mjs|js|css|html|sh|cmake|json|yml|service)$|(^|\/)(CMakeLists\.txt|dev|run)$/;
const TEXT = /\.(md|txt)$/;

// Written in halves, so that this file does not find itself.
const word = (...parts) => new RegExp(`\\b${parts.join('')}\\b`);
const MARKERS = [
  [word('TO', 'DO'), 'finish it or file it'],
  [word('FIX', 'ME'), 'fix it or file it'],
  [word('XX', 'X'), 'finish it or file it'],
  [word('HA', 'CK'), 'say what it is and why'],
  [/^\s*#if 0\b/, 'delete what does not run'],
  [/\b(describe|it|test)\.(only|skip)\(/, 'every test runs'],
  [word('DISABLED', '_\\w+'), 'every test runs'],
  [word('GTEST', '_SKIP'), 'every test runs'],
  [new RegExp(`eslint-${'disable'}`), 'obey the rule or change it for all'],
  [word('NOLI', 'NT\\w*'), 'obey the rule or change it for all'],
  [new RegExp(`@ts-(${'ignore'}|${'nocheck'}|expect-error)`), 'give it a type'],
];

/** Nothing unfinished, switched off or silenced stays behind. */
export function* leftovers(files) {
  for (const file of files) {
    if (!CODE.test(file.path)) continue;
    for (const [index, line] of file.text.split('\n').entries()) {
      for (const [pattern, remedy] of MARKERS) {
        const found = pattern.exec(line)?.[0].trim();
        if (found) yield { path: file.path, line: index + 1, message: `${found}: ${remedy}` };
      }
    }
  }
}

const MACHINE_PATHS = /(^|[\s"'`(=:])\/(root|work|home\/[a-z]\w*|Users\/\w+)\//;

/** No path that exists on one machine only. */
export function* machinePaths(files) {
  for (const file of files) {
    if (!CODE.test(file.path) && !TEXT.test(file.path)) continue;
    for (const [index, line] of file.text.split('\n').entries()) {
      const found = MACHINE_PATHS.exec(line)?.[0].trim();
      if (found)
        yield { path: file.path, line: index + 1, message: `${found} is one machine's path` };
    }
  }
}
