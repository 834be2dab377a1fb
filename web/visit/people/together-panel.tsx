// Friends, messages, groups, the calendar, notices, who may reach one, and decisions about one.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { listFriends, listNotices, listTalks } from '../../protocol/generated/api';
import { Button, IconButton } from '../../ui/controls';
import { Icon, type IconName } from '../../ui/icons';
import { told } from '../i18n/people';
import { unread } from '../people-door';
import type { Session } from '../session';
import { Answered } from '../spaces/answered';
import { ReasonAsked } from '../spaces/reason';
import { accountName, openAccount } from '../state/account';
import { Panel } from '../ui/panel';
import type { World } from '../world';
import { CalendarPage, EventPage, PlanPage } from './calendar';
import { CasesPage } from './cases';
import { FriendsPage, PersonPage } from './friends';
import { GroupPage, GroupsPage } from './groups';
import { pulse } from './live';
import { NoticesPage } from './notices';
import './people.css';
import { PrivacyPage } from './privacy';
import { TalkPage, TalksPage } from './talks';
import { back, client, go, goHome, isHome, useAnswer, view, type View } from './work';

interface Props {
  session: Session;
  world: World;
}

interface ItemProps {
  icon: IconName;
  page: Exclude<View['page'], 'person' | 'talk' | 'group' | 'event'>;
  count?: number;
}

function Item({ icon, page, count = 0 }: ItemProps) {
  return (
    <li>
      <button
        type="button"
        class="list-row"
        data-testid={`together-${page}`}
        onClick={() => go({ page })}
      >
        <Icon name={icon} />
        <span>{told.value.titles[page]}</span>
        {count > 0 && (
          <span class="together-count" aria-label={told.value.unread(count)}>
            {count > 99 ? '99+' : count}
          </span>
        )}
      </button>
    </li>
  );
}

function Home() {
  const beat = pulse.value;
  const friends = useAnswer('friends', () => client.call(listFriends, {}), beat);
  const talks = useAnswer('talks', () => client.call(listTalks, {}), beat);
  const notices = useAnswer('notices', () => client.call(listNotices, { limit: 100 }), beat);
  const asked = (friends.answer?.friends ?? []).filter(({ state }) => state === 'asked_by_them');
  const waiting = (talks.answer?.talks ?? []).filter((talk) => talk.unread > 0);
  const news = (notices.answer?.items ?? []).filter(({ read }) => !read);
  const failed = [friends, talks, notices].find(({ fault }) => fault !== null);
  return (
    <>
      {failed && <Answered of={failed} />}
      <ul class="list">
        <Item icon="people" page="friends" count={asked.length} />
        <Item icon="chat" page="talks" count={waiting.length} />
        <Item icon="share" page="groups" />
        <Item icon="tour" page="calendar" />
        <Item icon="flag" page="notices" count={news.length} />
        <Item icon="eye" page="privacy" />
        <Item icon="shield" page="cases" />
      </ul>
    </>
  );
}

function NeedsAccount() {
  const count = unread.value;
  return (
    <>
      <p>{told.value.account}</p>
      {count > 0 && <p>{told.value.waitsForYou(count)}</p>}
      <div class="actions">
        <Button testId="together-sign-up" kind="gold" act={() => openAccount('sign_up')}>
          {told.value.signUp}
        </Button>
        <Button testId="together-sign-in" act={() => openAccount('sign_in')}>
          {told.value.signIn}
        </Button>
      </div>
    </>
  );
}

function Page(props: Props): ComponentChildren {
  const shown = view();
  switch (shown.page) {
    case 'home':
      return <Home />;
    case 'friends':
      return <FriendsPage {...props} />;
    case 'person':
      return <PersonPage {...props} person={shown.person} name={shown.name} />;
    case 'talks':
      return <TalksPage />;
    case 'talk':
      return <TalkPage key={shown.person ?? shown.group} {...shown} />;
    case 'groups':
      return <GroupsPage />;
    case 'group':
      return <GroupPage group={shown.group} name={shown.name} />;
    case 'calendar':
      return <CalendarPage {...props} />;
    case 'event':
      return <EventPage {...props} event={shown.event} />;
    case 'plan':
      return <PlanPage {...props} />;
    case 'notices':
      return <NoticesPage />;
    case 'privacy':
      return <PrivacyPage />;
    case 'cases':
      return <CasesPage />;
  }
}

export function TogetherPanel(props: Props) {
  const shown = view();
  const signedIn = accountName.value !== '';
  // Closed, it opens at its beginning the next time.
  useEffect(() => goHome, []);
  const title = 'name' in shown ? shown.name : told.value.titles[shown.page];
  return (
    <Panel key={shown.page} title={title} testId="together-panel" tall>
      {!signedIn && <NeedsAccount />}
      {signedIn && !isHome() && (
        <div class="together-back">
          <IconButton icon="back" label={told.value.back} testId="together-back" act={back} />
        </div>
      )}
      {signedIn && <Page {...props} />}
      <ReasonAsked />
    </Panel>
  );
}
