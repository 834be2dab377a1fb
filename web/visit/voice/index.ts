export { Voice } from './voice';
