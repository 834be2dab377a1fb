// What went wrong on the way in, and what the visitor can do about it.
import { dark, failure, type FailureName } from '../app';
import { words } from '../i18n';
import { Backdrop } from './backdrop';
import { Button } from '../../ui/controls';
import { LanguageSwitch } from '../../ui/language-switch';

function say(name: FailureName): { title: string; body: string; steps: string[] } {
  const { failure: told } = words.value;
  const none: string[] = [];
  switch (name) {
    case 'webgl2_missing':
      return { title: told.webglTitle, body: told.webglBody, steps: told.webglSteps };
    case 'context_lost':
      return { title: told.contextTitle, body: told.contextBody, steps: none };
    case 'no_city':
      return { title: told.cityTitle, body: told.noCity, steps: none };
    case 'city_unreachable':
      return { title: told.cityTitle, body: told.cityBody, steps: none };
    case 'script_failed':
      return { title: told.scriptTitle, body: told.cityBody, steps: none };
  }
}

export function FailureView({ retry }: { retry: () => void }) {
  const name = failure.value ?? 'script_failed';
  const { title, body, steps } = say(name);
  const reload = name === 'context_lost' || name === 'script_failed' || name === 'webgl2_missing';
  return (
    <main class="page-message" data-testid={`failure-${name}`}>
      <Backdrop night={dark.value} />
      <div class="message-card glass" style={{ position: 'relative' }} role="alert">
        <LanguageSwitch label={words.value.entry.language} />
        <h1 style={{ fontSize: 'var(--text-xl)', margin: 0 }}>{title}</h1>
        <p>{body}</p>
        {steps.length > 0 && (
          <ol>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        )}
        <div class="row">
          <Button testId="failure-retry" kind="gold" act={reload ? () => location.reload() : retry}>
            {reload ? words.value.connection.reload : words.value.retry}
          </Button>
        </div>
      </div>
    </main>
  );
}
