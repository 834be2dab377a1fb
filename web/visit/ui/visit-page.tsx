// The page as a whole: which of the stages is shown, over the city's canvas.
import { useEffect, useRef } from 'preact/hooks';
import { dark, enter, failure, session, stage, world } from '../app';
import { words } from '../i18n';
import type { Reason } from '../../protocol';
import type { Session } from '../session';
import { inCompany } from '../people-door';
import { dialog, panel, person } from '../state/panels';
import type { World } from '../world';
import { Backdrop } from './backdrop';
import { ConnectionBanner } from './connection-banner';
import { EntryPage } from './entry-page';
import { FailureView } from './failure-view';
import { Hud } from './hud';
import { lazy, lazyPanel } from './lazy';
import { LoadingView } from './loading-view';
import { NoticesView } from '../../ui/notices-view';

const panels = () => import('./panels');
const ChatPanel = lazyPanel(() => panels().then((made) => made.ChatPanel));
const PeoplePanel = lazyPanel(() => panels().then((made) => made.PeoplePanel));
const PersonCard = lazyPanel(() => panels().then((made) => made.PersonCard));
const PlacesPanel = lazyPanel(() => panels().then((made) => made.PlacesPanel));
const EmotesPanel = lazyPanel(() => panels().then((made) => made.EmotesPanel));
const QuestPanel = lazyPanel(() => panels().then((made) => made.QuestPanel));
const SharePanel = lazyPanel(() => panels().then((made) => made.SharePanel));
const HelpPanel = lazyPanel(() => panels().then((made) => made.HelpPanel));
const MorePanel = lazyPanel(() => panels().then((made) => made.MorePanel));
const ReportDialog = lazy(() => panels().then((made) => made.ReportDialog));
const ModerateDialog = lazy(() => panels().then((made) => made.ModerateDialog));
const AccountPanel = lazyPanel(() => import('../account').then((made) => made.AccountPanel));
const TogetherPanel = lazyPanel(() => import('../people').then((made) => made.TogetherPanel));
const CompanyView = lazy(() => import('../people').then((made) => made.CompanyView));
const SpacesPanel = lazyPanel(() => import('../spaces').then((made) => made.SpacesPanel));
const SearchPanel = lazyPanel(() => import('../search').then((made) => made.SearchPanel));
const SettingsPanel = lazyPanel(() =>
  import('./settings-panel').then((made) => made.SettingsPanel),
);

interface InsideProps {
  session: Session;
  world: World;
}

function leave(made: Session): void {
  made.connection.leave();
  location.reload();
}

function OpenPanel({ session: made, world: city }: InsideProps) {
  const both = { session: made, world: city };
  switch (panel.value) {
    case 'chat':
      return <ChatPanel session={made} />;
    case 'people':
      return <PeoplePanel session={made} />;
    case 'card':
      return <PersonCard {...both} />;
    case 'places':
      return <PlacesPanel {...both} />;
    case 'emotes':
      return <EmotesPanel world={city} />;
    case 'quest':
      return <QuestPanel {...both} />;
    case 'settings':
      return <SettingsPanel session={made} />;
    case 'share':
      return <SharePanel world={city} />;
    case 'help':
      return <HelpPanel />;
    case 'search':
      return <SearchPanel session={made} />;
    case 'spaces':
      return <SpacesPanel {...both} />;
    case 'together':
      return <TogetherPanel {...both} />;
    case 'more':
      return <MorePanel world={city} leave={() => leave(made)} />;
    case 'account':
      return <AccountPanel session={made} />;
    case null:
      return null;
  }
}

function OpenDialog({ session: made, world: city }: InsideProps) {
  const about = made.people.find(person.value);
  if (!about || dialog.value === null) return null;
  return dialog.value === 'report' ? (
    <ReportDialog person={about} session={made} forget={() => city.forget(about.handle)} />
  ) : (
    <ModerateDialog person={about} session={made} />
  );
}

function Inside(props: InsideProps) {
  const { crowd } = props.world.engine;
  const shown = panel.value === 'card' ? person.value : 0;
  useEffect(() => crowd.highlight(shown), [shown]);
  return (
    <>
      {/* Before the controls: who opens a panel by keyboard is in it with the next Tab. */}
      {!props.world.touring.value && <OpenPanel {...props} />}
      <Hud {...props} />
      {inCompany.value && <CompanyView session={props.session} />}
      <OpenDialog {...props} />
    </>
  );
}

/** After a refusal that only a person can answer: a bad name goes back to the form. */
function again(made: Session, reason: Reason): void {
  if (reason === 'name_invalid') location.reload();
  else made.connection.start();
}

export function VisitPage() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const goIn = () => {
    if (canvas.current) void enter(canvas.current);
  };
  const { world: told, skipToControls } = words.value;
  const inside = stage.value === 'inside';
  const atAccount = !inside && panel.value === 'account';
  const touch = matchMedia('(pointer: coarse)').matches;
  const made = session.value;
  useEffect(() => {
    if (inside) canvas.current?.focus({ preventScroll: true });
  }, [inside]);
  return (
    <>
      {inside && (
        <a class="skip-link" href="#controls">
          {skipToControls}
        </a>
      )}
      <div class="world" aria-hidden={!inside}>
        <canvas
          ref={canvas}
          role="application"
          aria-label={touch ? told.touchLabel : told.label}
          tabIndex={inside ? 0 : -1}
          data-testid="world"
        />
      </div>
      {failure.value && !atAccount ? (
        <FailureView />
      ) : (
        <>
          {stage.value === 'entry' && <EntryPage enter={goIn} />}
          {stage.value === 'loading' &&
            (atAccount ? <Backdrop night={dark.value} /> : <LoadingView />)}
          {atAccount && <AccountPanel session={made} />}
          {inside && made && world.value && <Inside session={made} world={world.value} />}
        </>
      )}
      {made && <ConnectionBanner session={made} again={(reason) => again(made, reason)} />}
      <NoticesView />
    </>
  );
}
