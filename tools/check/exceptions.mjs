/**
 * Every exception from a rule: where, and why. One that excuses nothing any more fails the check.
 * @type {{rule: string, path: string, message?: RegExp, reason: string}[]}
 */
export const EXCEPTIONS = [
  {
    rule: 'entrances',
    path: 'kernel/geometry/walk_vectors.cpp',
    reason: 'a program for developers that writes tests/vectors/walk, no part of the server',
  },
];
