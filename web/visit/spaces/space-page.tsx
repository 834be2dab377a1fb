// One space: what it is, its notices and rules, and what those who may do there can change.
import { useSignal } from '@preact/signals';
import {
  archiveSpace,
  changeSpace,
  explainRight,
  pinNotice,
  removeNotice,
  restoreSpace,
  seeSpace,
  setCharter,
  setSlowMode,
  type SeeSpaceAnswer,
} from '../../protocol/generated/api';
import { Button, Choice } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { language, words } from '../i18n';
import { told } from '../i18n/spaces';
import type { Session } from '../session';
import { accountName, openAccount } from '../state/account';
import { closePanel } from '../state/panels';
import type { World } from '../world';
import { Files } from './files';
import { Invite, Members } from './members';
import { Parcels } from './parcels';
import { VisibilityChoice } from './visibility';
import { Answered } from './answered';
import { client, useAct, useAnswer } from './work';

interface PartProps {
  id: string;
  seen: SeeSpaceAnswer;
  again: () => Promise<void>;
}

function Notices({ id, seen, again }: PartProps) {
  const text = useSignal('');
  const { busy, act } = useAct();
  const may = seen.may.includes('pin_notice');
  if (!may && seen.notices.length === 0) return null;
  const pin = async () => {
    await client.call(pinNotice, { space: id, text: text.value });
    text.value = '';
    await again();
  };
  const remove = async (notice: string) => {
    await client.call(removeNotice, { space: id, notice });
    await again();
  };
  return (
    <section class="stack">
      <h3>{told.value.notices}</h3>
      <ul class="list">
        {seen.notices.map((notice) => (
          <li class="list-row" key={notice.id}>
            <span class="row-main">{notice.text}</span>
            {may && (
              <Button
                testId="notice-remove"
                label={told.value.removeWhat(notice.text)}
                act={() => void act(() => remove(notice.id))}
              >
                {told.value.remove}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {may && (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void act(pin);
          }}
        >
          <div class="field">
            <label for="space-notice">{told.value.notice}</label>
            <input
              id="space-notice"
              class="input"
              required
              maxLength={500}
              value={text.value}
              data-testid="space-notice"
              onInput={(event) => (text.value = event.currentTarget.value)}
            />
          </div>
          <Button testId="notice-pin" submit disabled={busy}>
            {told.value.pin}
          </Button>
        </form>
      )}
    </section>
  );
}

const slowModes = [0, 5, 15, 60];

function Settings({ id, seen, again }: PartProps) {
  const name = useSignal(seen.space.name);
  const visibility = useSignal(seen.space.visibility);
  const charter = useSignal(seen.charter);
  const slow = useSignal(String(seen.slow_mode_s));
  const { busy, act } = useAct();
  const save = async () => {
    const change = { visibility: visibility.value };
    const renamed = name.value === seen.space.name ? {} : { name: name.value };
    await client.call(changeSpace, { space: id, ...change, ...renamed });
    if (charter.value !== seen.charter)
      await client.call(setCharter, { space: id, text: charter.value });
    if (slow.value !== String(seen.slow_mode_s))
      await client.call(setSlowMode, { space: id, seconds: Number(slow.value) });
    await again();
    notify(told.value.saved, 'good');
  };
  const steps = [...new Set([...slowModes, seen.slow_mode_s])].map((seconds) => ({
    value: String(seconds),
    text: seconds === 0 ? told.value.off : String(seconds),
  }));
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act(save);
      }}
    >
      <h3>{told.value.settings}</h3>
      <div class="field">
        <label for="space-name">{told.value.name}</label>
        <input
          id="space-name"
          class="input"
          required
          maxLength={40}
          value={name.value}
          data-testid="space-name"
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
      </div>
      <VisibilityChoice value={visibility.value} choose={(to) => (visibility.value = to)} />
      <Choice
        legend={told.value.slow}
        name="space-slow"
        value={slow.value}
        options={steps}
        choose={(value) => (slow.value = value)}
      />
      <div class="field">
        <label for="space-charter">{told.value.charter}</label>
        <textarea
          id="space-charter"
          class="input"
          rows={4}
          maxLength={4000}
          value={charter.value}
          data-testid="space-charter"
          onInput={(event) => (charter.value = event.currentTarget.value)}
        />
      </div>
      <Button testId="space-save" kind="gold" submit disabled={busy}>
        {told.value.save}
      </Button>
    </form>
  );
}

function PutAway({ id, seen, again }: PartProps) {
  const sure = useSignal(false);
  const { busy, act } = useAct();
  const change = async (operation: typeof archiveSpace) => {
    await client.call(operation, { space: id });
    sure.value = false;
    await again();
  };
  if (seen.space.archived) {
    return (
      <Button
        testId="space-restore"
        disabled={busy}
        act={() => void act(() => change(restoreSpace))}
      >
        {told.value.restore}
      </Button>
    );
  }
  const press = () => {
    if (sure.value) void act(() => change(archiveSpace));
    else sure.value = true;
  };
  return (
    <Button testId="space-archive" kind="red" disabled={busy} act={press}>
      {sure.value ? told.value.archiveSure : told.value.archive}
    </Button>
  );
}

type AskedAct = keyof typeof told.value.acts;

function Why({ id }: { id: string }) {
  const asked = useSignal<AskedAct>('edit_scene');
  const key = `${id} ${asked.value}`;
  const explained = useAnswer(key, () =>
    client.call(explainRight, { space: id, act: asked.value }),
  );
  const { answer } = explained;
  const acts = told.value.acts;
  const options = (Object.keys(acts) as AskedAct[]).map((value) => ({ value, text: acts[value] }));
  return (
    <details data-testid="space-why">
      <summary>{told.value.why}</summary>
      <Choice
        legend={told.value.why}
        name="space-act"
        value={asked.value}
        options={options}
        choose={(value) => (asked.value = value)}
      />
      <Answered of={explained} />
      {answer && (
        <div aria-live="polite" data-testid="space-reasons">
          <p>
            <b>{answer.allowed ? told.value.yes : told.value.no}</b>
          </p>
          {answer.steps.map((step, index) => (
            <p key={index}>{step[language.value]}</p>
          ))}
          {!answer.allowed && accountName.value === '' && (
            <Button testId="why-sign-up" icon="plus" act={() => openAccount('sign_up')}>
              {words.value.entry.signUp}
            </Button>
          )}
        </div>
      )}
    </details>
  );
}

interface PageProps {
  id: string;
  session: Session;
  world: World;
}

export function SpacePage({ id, session, world }: PageProps) {
  const asked = useAnswer(id, () => client.call(seeSpace, { space: id }));
  const { answer: seen, fault, again } = asked;
  if (fault) {
    return (
      <>
        <Answered of={asked} />
        <Why id={id} />
      </>
    );
  }
  if (!seen) return <Answered of={asked} />;
  const { space, may } = seen;
  const parts = { id, seen, again };
  return (
    <div class="space-page">
      <h3 class="space-title" data-testid="space-title">
        {space.name}
      </h3>
      <p class="hint">
        {[
          told.value.by(space.owner.name),
          ...(space.kind === 'community' ? [told.value.community] : []),
          told.value.visibilities[space.visibility],
          ...(space.archived ? [told.value.archived] : []),
        ].join(' · ')}
      </p>
      {world.space !== id && !space.archived && (
        <Button
          testId="space-go"
          icon="walk"
          kind="gold"
          act={() => session.travel(id) && closePanel()}
        >
          {told.value.go}
        </Button>
      )}
      {seen.charter && !may.includes('change_space') && (
        <section class="stack">
          <h3>{told.value.charter}</h3>
          <p>{seen.charter}</p>
        </section>
      )}
      {may.includes('invite') && !space.archived && <Invite id={id} />}
      <Notices {...parts} />
      {may.includes('grant_rights') && <Members id={id} />}
      {may.includes('change_space') && <Settings {...parts} />}
      {!space.archived && <Parcels id={id} may={may} world={world} />}
      <Files id={id} name={space.name} may={may} />
      {may.includes('archive_space') && <PutAway {...parts} />}
      <Why id={id} />
    </div>
  );
}
