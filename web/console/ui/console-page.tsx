import { LanguageSwitch } from '../../ui/language-switch';
import { NoticesView } from '../../ui/notices-view';
import { Button } from '../../ui/controls';
import { timeOnly } from '../format';
import { words } from '../i18n';
import { hrefOf, pageActs, pages, place } from '../pages';
import { access, city, may, reachable, signOut, type CityState } from '../state';
import { AppealsPage } from './appeals-page';
import { AuditPage } from './audit-page';
import { BackupsPage } from './backups-page';
import { CasesPage } from './cases-page';
import { DiskSection } from './disk-section';
import { LoadSection } from './load-section';
import { PeoplePage } from './people-page';
import { OpenDialog } from './reason-dialog';
import { RolesPage } from './roles-page';
import { SanctionsSection } from './sanctions-section';
import { SettingsPage } from './settings-page';
import { SpacesPage } from './spaces-page';
import { VerificationsPage } from './verifications-page';

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

function Navigation() {
  const { pages: names, sections } = words.value;
  return (
    <nav class="console-nav" aria-label={sections}>
      {pages
        .filter((each) => may(pageActs[each]))
        .map((each) => (
          <a
            key={each}
            href={hrefOf(each)}
            aria-current={place.value.page === each ? 'page' : undefined}
            data-testid={`nav-${each}`}
          >
            {names[each]}
          </a>
        ))}
    </nav>
  );
}

function OpenPage({ state }: { state: CityState }) {
  const { page, open } = place.value;
  switch (page) {
    case 'cases':
      return (
        <>
          <CasesPage open={open} />
          {!open && <SanctionsSection />}
        </>
      );
    case 'appeals':
      return <AppealsPage />;
    case 'people':
      return <PeoplePage open={open} />;
    case 'spaces':
      return <SpacesPage />;
    case 'verifications':
      return <VerificationsPage />;
    case 'roles':
      return <RolesPage />;
    case 'load':
      return (
        <>
          <LoadSection state={state} />
          <DiskSection state={state} />
        </>
      );
    case 'backups':
      return <BackupsPage />;
    case 'settings':
      return <SettingsPage />;
    case 'audit':
      return <AuditPage open={open} />;
  }
}

function Inside({ state }: { state: CityState }) {
  return (
    <div class="console-inside" data-testid="console-inside">
      <Navigation />
      <div class="console-page">
        <OpenPage state={state} />
      </div>
    </div>
  );
}

/** The address after # names a page of the console: it must not change. */
function skipToPage(event: Event): void {
  event.preventDefault();
  document.getElementById('page')?.focus();
}

export function ConsolePage() {
  const told = words.value;
  const state = access.value === 'inside' ? city.value : null;
  const outside = access.value === 'refused' || access.value === 'link_spent';
  return (
    <>
      <a class="skip-link" href="#page" onClick={skipToPage}>
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
