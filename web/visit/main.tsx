import { render } from 'preact';
import './style/visit.css';
import { failure, followDocument, prepare } from './app';
import { graphics } from '../engine/graphics';
import { publishFacts } from './facts';
import { startWords } from './i18n';
import { startKeys } from './keys';
import { followDeviceLinks } from './state/account';
import { startSettings } from './state/settings';
import { VisitPage } from './ui/visit-page';

/** What is heavy waits until the page has been seen once. */
function afterFirstPicture(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work));
}

async function start(): Promise<void> {
  startSettings();
  await startWords();
  followDocument();
  publishFacts();
  startKeys();
  followDeviceLinks();
  const root = document.getElementById('app');
  if (root) render(<VisitPage />, root);
  afterFirstPicture(() => {
    if (graphics() === 'missing') failure.value = 'webgl2_missing';
    else prepare();
  });
}

void start();
