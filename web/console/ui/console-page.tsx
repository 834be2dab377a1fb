import { LanguageSwitch } from '../../ui/language-switch';
import { NoticesView } from '../../ui/notices-view';
import { Button } from '../../ui/controls';
import { timeOnly } from '../format';
import { words } from '../i18n';
import { access, city, reachable, signOut, type CityState } from '../state';
import { OpenDialog } from './dialogs';
import { DiskSection } from './disk-section';
import { LoadSection } from './load-section';
import { PeopleSection, ReportsSection, SanctionsSection } from './order-sections';
import { LinkSection, SettingsSection } from './settings-section';

function Head({ state }: { state: CityState | null }) {
  const told = words.value;
  return (
    <header class="console-head">
      <div>
        <h1>{told.title}</h1>
        {state && (
          <p class="hint">
            {told.signedIn(state.you.name)} · {told.asOf(timeOnly(state.now_unix_ms))}
          </p>
        )}
      </div>
      <div class="row">
        <LanguageSwitch label={told.language} />
        <a class="button" href="/">
          {told.toCity}
        </a>
        {state && (
          <Button testId="sign-out" icon="leave" act={() => void signOut()}>
            {told.signOut}
          </Button>
        )}
      </div>
    </header>
  );
}

function Refused() {
  const told = words.value;
  return (
    <section class="card" data-testid="console-refused">
      <h2>{told.refusedTitle}</h2>
      {access.value === 'link_spent' && <p class="fault">{told.linkSpent}</p>}
      <p>{told.refusedBody}</p>
    </section>
  );
}

function Inside({ state }: { state: CityState }) {
  return (
    <div class="console-grid" data-testid="console-inside">
      <div class="console-column">
        <ReportsSection state={state} />
        <SanctionsSection state={state} />
        <LinkSection />
      </div>
      <LoadSection state={state} />
      <DiskSection state={state} />
      <PeopleSection state={state} />
      <SettingsSection state={state} />
    </div>
  );
}

export function ConsolePage() {
  const told = words.value;
  const state = access.value === 'inside' ? city.value : null;
  const outside = access.value === 'refused' || access.value === 'link_spent';
  return (
    <>
      <a class="skip-link" href="#page">
        {told.skip}
      </a>
      <Head state={state} />
      <main id="page" tabIndex={-1} aria-label={told.title}>
        {!reachable.value && (
          <p class="card fault" role="alert">
            {told.unreachable}
          </p>
        )}
        {access.value === 'asking' && reachable.value && <p class="card">{told.loading}</p>}
        {outside && <Refused />}
        {state && <Inside state={state} />}
      </main>
      <OpenDialog />
      <NoticesView />
    </>
  );
}
