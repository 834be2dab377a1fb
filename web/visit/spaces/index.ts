import './spaces.css';

export { SpacesPanel } from './spaces-panel';
