// The pages of an account in one panel, over the entry page or in the city.
import { useEffect } from 'preact/hooks';
import './account.css';
import { told } from '../i18n/account';
import type { Session } from '../session';
import { accountView, type AccountView } from '../state/account';
import { IconButton } from '../../ui/controls';
import { lazy } from '../ui/lazy';
import { Panel } from '../ui/panel';
import { AccountHome } from './home';
import { ClosePage } from './close-page';
import { CodesPage } from './codes-page';
import { SignInPage } from './sign-in';
import { DevicePage, LostPage } from './other-ways-in';
import { SignUpPage } from './sign-up';
import { asking } from './passkeys';

const CasesPage = lazy(() => import('../people').then((made) => made.CasesPage));

export interface AccountProps {
  /** Null on the entry page. */
  session: Session | null;
}

/** Where Back leads. */
const before: Partial<Record<AccountView, AccountView>> = {
  lost: 'sign_in',
  device: 'sign_in',
  close: 'home',
  cases: 'home',
};

function Page({ session }: AccountProps) {
  switch (accountView.value) {
    case 'sign_in':
      return <SignInPage session={session} />;
    case 'sign_up':
      return <SignUpPage session={session} />;
    case 'lost':
      return <LostPage session={session} />;
    case 'device':
      return <DevicePage session={session} />;
    case 'codes':
      return <CodesPage />;
    case 'home':
      return <AccountHome session={session} />;
    case 'cases':
      return <CasesPage />;
    case 'close':
      return <ClosePage session={session} />;
  }
}

export function AccountPanel({ session }: AccountProps) {
  const view = accountView.value;
  const back = before[view];
  useEffect(() => () => asking.value?.abort(), []);
  return (
    // A page of its own for the keyboard too: each begins at its title.
    <Panel key={view} title={told.value.titles[view]} testId="account-panel" tall={view === 'home'}>
      {back && (
        <div class="account-back">
          <IconButton
            icon="back"
            label={told.value.back}
            testId="account-back"
            act={() => (accountView.value = back)}
          />
        </div>
      )}
      <Page session={session} />
    </Panel>
  );
}
