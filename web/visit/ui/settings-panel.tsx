// The visitor's own choices. Its own chunk: nobody needs it in the first seconds.
import { useSignal } from '@preact/signals';
import { dictionaries, language, words, type Language } from '../i18n';
import type { Session } from '../session';
import { notify } from '../state/notices';
import { openPanel } from '../state/panels';
import * as profile from '../state/profile';
import * as settings from '../state/settings';
import { restartHints } from '../state/hints';
import { Button, Choice, Panel, Switch } from './controls';
import { LookEditor } from './look-editor';

const named = <T extends string>(values: readonly T[], names: Readonly<Record<T, string>>) =>
  values.map((value) => ({ value, text: names[value] }));

function Profile({ session }: { session: Session }) {
  const { settings: told, entry } = words.value;
  const name = useSignal(profile.name.value);
  const look = useSignal(profile.look.value);
  const save = () => {
    const clean = profile.cleanName(name.value);
    if (clean === '') return notify(entry.nameMissing, 'bad');
    const sent = session.connection.send({ type: 'change_look', name: clean, look: look.value });
    if (!sent) return notify(words.value.chat.lostLine, 'bad');
    profile.name.value = clean;
    profile.look.value = look.value;
    profile.keepProfile();
    notify(told.saved, 'good');
  };
  return (
    <section class="stack">
      <h3>{told.profile}</h3>
      <div class="field">
        <label for="settings-name">{entry.nameLabel}</label>
        <input
          id="settings-name"
          class="input"
          value={name.value}
          data-testid="settings-name"
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
      </div>
      <details>
        <summary>{entry.changeLook}</summary>
        <LookEditor look={look.value} change={(next) => (look.value = next)} />
      </details>
      <Button testId="settings-save" kind="gold" act={save}>
        {told.saveProfile}
      </Button>
    </section>
  );
}

function Eyes() {
  const { settings: told } = words.value;
  const languages = (Object.keys(dictionaries) as Language[]).map((value) => ({
    value,
    text: dictionaries[value].languageName,
  }));
  return (
    <>
      <Choice
        legend={told.language}
        name="language"
        value={language.value}
        options={languages}
        choose={(value) => (language.value = value)}
      />
      <Choice
        legend={told.quality}
        name="quality"
        value={settings.quality.value}
        options={named(settings.qualities, told.qualities)}
        choose={(value) => (settings.quality.value = value)}
      />
      <Choice
        legend={told.time}
        name="view-time"
        value={settings.viewTime.value}
        options={named(settings.viewTimes, told.times)}
        choose={(value) => (settings.viewTime.value = value)}
      />
      <Choice
        legend={told.theme}
        name="theme"
        value={settings.theme.value}
        options={named(settings.themes, told.themes)}
        choose={(value) => (settings.theme.value = value)}
      />
    </>
  );
}

export function SettingsPanel({ session }: { session: Session }) {
  const { settings: told } = words.value;
  return (
    <Panel title={told.title} testId="settings-panel" tall>
      <Eyes />
      <Switch
        label={told.motion}
        hint={told.motionHint}
        on={settings.reducedMotion.value}
        testId="setting-motion"
        turn={(on) => (settings.reducedMotionChoice.value = on)}
      />
      <Switch
        label={told.labels}
        on={settings.showNames.value}
        testId="setting-names"
        turn={(on) => (settings.showNames.value = on)}
      />
      <Switch
        label={told.shortcuts}
        hint={told.shortcutsHint}
        on={settings.shortcuts.value}
        testId="setting-shortcuts"
        turn={(on) => (settings.shortcuts.value = on)}
      />
      <Profile session={session} />
      <div class="row">
        <Button testId="settings-controls" icon="help" act={() => openPanel('help')}>
          {told.controls}
        </Button>
        <Button testId="settings-hints" act={restartHints}>
          {told.replayHints}
        </Button>
      </div>
    </Panel>
  );
}
