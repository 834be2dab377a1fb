// The visitor's own choices. Its own chunk: nobody needs it in the first seconds.
import { useSignal, type Signal } from '@preact/signals';
import { language, languageNames, languages } from '../../ui/language';
import { words } from '../i18n';
import type { Session } from '../session';
import { notify } from '../../ui/notices';
import { openPanel } from '../state/panels';
import * as profile from '../state/profile';
import * as settings from '../state/settings';
import { restartHints } from '../state/hints';
import { Button, Choice, Switch } from '../../ui/controls';
import { Panel } from './panel';
import { LookEditor } from './look-editor';
import { VoiceSettings } from '../voice/voice-settings';

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

interface ChosenProps<T extends string> {
  legend: string;
  name: string;
  chosen: Signal<T>;
  values: readonly T[];
  names: Readonly<Record<T, string>>;
}

/** One setting of a few values, each with its name. */
function Chosen<T extends string>({ legend, name, chosen, values, names }: ChosenProps<T>) {
  return (
    <Choice
      legend={legend}
      name={name}
      value={chosen.value}
      options={values.map((value) => ({ value, text: names[value] }))}
      choose={(value) => (chosen.value = value)}
    />
  );
}

interface SwitchedProps {
  label: string;
  hint?: string;
  testId: string;
  setting: Signal<boolean>;
}

function Switched({ setting, ...told }: SwitchedProps) {
  return <Switch {...told} on={setting.value} turn={(on) => (setting.value = on)} />;
}

function Eyes() {
  const { quality, viewTime, theme } = settings;
  const { settings: told } = words.value;
  return (
    <>
      <Chosen
        legend={told.language}
        name="language"
        chosen={language}
        values={languages}
        names={languageNames}
      />
      <Chosen
        legend={told.quality}
        name="quality"
        chosen={quality}
        values={settings.qualities}
        names={told.qualities}
      />
      <Chosen
        legend={told.time}
        name="view-time"
        chosen={viewTime}
        values={settings.viewTimes}
        names={told.times}
      />
      <Chosen
        legend={told.theme}
        name="theme"
        chosen={theme}
        values={settings.themes}
        names={told.themes}
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
      <Switched label={told.labels} testId="setting-names" setting={settings.showNames} />
      <Switched
        label={told.shortcuts}
        hint={told.shortcutsHint}
        testId="setting-shortcuts"
        setting={settings.shortcuts}
      />
      <VoiceSettings />
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
