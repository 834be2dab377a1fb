/**
 * Every exception from a rule: where, and why. One that excuses nothing any more fails the check.
 * @type {{rule: string, path: string, message?: RegExp, reason: string}[]}
 */
export const EXCEPTIONS = [];
