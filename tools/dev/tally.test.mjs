import { expect, it } from 'vitest';
import { tallyCtest, tallyVitest } from './tally.mjs';

const testcase = (name, status) => `<testcase name="${name}" classname="" status="${status}"/>`;

it('counts the tests inside a GoogleTest program', () => {
  const junit = testcase('store', 'run') + testcase('corpus_frames', 'run');
  const gtest = '<testsuites tests="12" failures="0" disabled="0" errors="0">';
  const total = tallyCtest(junit, (name) => (name === 'store' ? gtest : null));
  expect(total).toEqual({ passed: 13, failed: 0 });
});

it('counts a program that died as a failure, whatever it wrote before', () => {
  const gtest = '<testsuites tests="12" failures="0" disabled="0" errors="0">';
  expect(tallyCtest(testcase('store', 'fail'), () => gtest)).toEqual({ passed: 11, failed: 1 });
  expect(tallyCtest(testcase('store', 'fail'), () => null)).toEqual({ passed: 0, failed: 1 });
});

it('counts a test file of Vitest that could not be loaded as one failure', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [] },
    ],
  };
  expect(tallyVitest(report)).toEqual({ passed: 3, failed: 2 });
});
