import { render } from 'preact';
import './style/visit.css';
import { canDraw, failure, followDocument, prepare } from './app';
import { publishFacts } from './facts';
import { startKeys } from './keys';
import { startSettings } from './state/settings';
import { VisitPage } from './ui/visit-page';

function start(): void {
  startSettings();
  followDocument();
  publishFacts();
  startKeys();
  if (canDraw()) prepare();
  else failure.value = 'webgl2_missing';
  const root = document.getElementById('app');
  if (root) render(<VisitPage />, root);
}

start();
