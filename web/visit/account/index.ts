// One chunk: the pages of an account come when somebody opens the first of them.
export { AccountPanel } from './account-panel';
