// What went wrong on the way in, and what the visitor can do about it.
import { dark, failure, session, type FailureName } from '../app';
import { words } from '../i18n';
import { linkTo } from '../state/link';
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

/** Where the visitor stood, the reloaded page leads to. */
function reload(): void {
  const stood = session.value?.stand();
  if (stood) history.replaceState(null, '', linkTo('', stood, session.value?.welcome.value?.space));
  location.reload();
}

/** A half-opened city is not opened again: the page begins anew, and knows name and look. */
export function FailureView() {
  const name = failure.value ?? 'script_failed';
  const { title, body, steps } = say(name);
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
          <Button testId="failure-reload" kind="gold" act={reload}>
            {words.value.connection.reload}
          </Button>
        </div>
      </div>
    </main>
  );
}
