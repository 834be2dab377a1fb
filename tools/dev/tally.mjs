// Adds up the results that test runners left behind and prints "PASSED FAILED".
// usage: tally.mjs FILE...   a .json of Vitest, or the .xml of ctest beside a folder gtest/ that
// holds one .xml of GoogleTest for each program test_<name>
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Vitest's JSON: a file that could not even be loaded counts as one failure. */
export function tallyVitest(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken };
}

function attribute(text, name) {
  return Number(new RegExp(`\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0);
}

/**
 * ctest knows programs, GoogleTest knows the tests inside one. A program that died has no or a
 * stale account of its tests, so its failure counts even where GoogleTest reports none.
 */
export function tallyCtest(junit, gtestOf) {
  const total = { passed: 0, failed: 0 };
  for (const [, name, status] of junit.matchAll(/<testcase name="([^"]+)"[^>]*status="([^"]+)"/g)) {
    const ok = status === 'run';
    const gtest = gtestOf(name);
    const tests = gtest === null ? 1 : attribute(gtest, 'tests');
    const failures = gtest === null ? 0 : attribute(gtest, 'failures') + attribute(gtest, 'errors');
    const bad = ok ? 0 : Math.max(1, failures);
    total.failed += bad;
    total.passed += Math.max(0, tests - bad);
  }
  return total;
}

function tallyFile(path) {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.json')) return tallyVitest(JSON.parse(text));
  return tallyCtest(text, (name) => {
    const file = join(dirname(path), 'gtest', `test_${name}.xml`);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  });
}

if (process.argv[1] === import.meta.filename) {
  const sum = { passed: 0, failed: 0 };
  for (const path of process.argv.slice(2)) {
    const { passed, failed } = tallyFile(path);
    sum.passed += passed;
    sum.failed += failed;
  }
  console.log(`${sum.passed} ${sum.failed}`);
}
