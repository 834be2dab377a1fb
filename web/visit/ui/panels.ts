// One chunk for the panels that a press opens: together they are smaller than their fetches.
export { ChatPanel } from './chat-panel';
export { PeoplePanel } from './people-panel';
export { PersonCard } from './person-card';
export { PlacesPanel } from './places-panel';
export { EmotesPanel } from './emotes-panel';
export { QuestPanel } from './quest-panel';
export { SharePanel } from './share-panel';
export { HelpPanel } from './help-panel';
export { MorePanel } from './more-panel';
export { ModerateDialog, ReportDialog } from './person-dialogs';
