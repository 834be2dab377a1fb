import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import { languageTag, startLanguage } from '../ui/language';
import './reference.css';
import type { ApiDocument } from './document';
import { ApiPage } from './page';
import { words } from './words';

const description = signal<ApiDocument | null | undefined>(undefined);

function Page() {
  return <ApiPage document={description.value} />;
}

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
  if (root) render(<Page />, root);
  const answer = await fetch('/api/openapi.json').catch(() => null);
  description.value = answer?.ok ? ((await answer.json()) as ApiDocument) : null;
  // What a link names is there only now.
  const name = decodeURIComponent(location.hash.slice(1));
  requestAnimationFrame(() => document.getElementById(name)?.scrollIntoView());
}

void start();
