export { SpacesPanel } from './spaces-panel';
