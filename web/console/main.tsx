import { effect } from '@preact/signals';
import { render } from 'preact';
import { languageTag, startLanguage } from '../ui/language';
import { words } from './i18n';
import { followAddress } from './pages';
import { keepFresh, takeLink } from './state';
import './style/console.css';
import { ConsolePage } from './ui/console-page';

function followDocument(): void {
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => {
    document.documentElement.dataset.theme = prefersDark.matches ? 'night' : 'day';
  };
  prefersDark.addEventListener('change', paint);
  paint();
  effect(() => {
    document.documentElement.lang = languageTag.value;
    document.title = words.value.pageTitle;
  });
}

async function start(): Promise<void> {
  startLanguage();
  followDocument();
  const root = document.getElementById('app');
  if (root) render(<ConsolePage />, root);
  takeLink();
  followAddress();
  await keepFresh();
}

void start();
