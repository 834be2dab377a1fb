// How the visitor speaks and hears: part of the settings.
import { byFinger } from '../state/fingers';
import { captions, talkMode, talkModes, volume, type TalkMode } from '../state/voice';
import { Choice, Switch } from '../../ui/controls';
import { canWriteDown } from './captions';
import { voiceWords } from './words';

export function VoiceSettings() {
  const told = voiceWords.value;
  const named = (mode: TalkMode) =>
    mode === 'push' && byFinger() ? told.pushByFinger : told.modes[mode];
  return (
    <section class="stack">
      <h3>{told.title}</h3>
      <Choice
        legend={told.mode}
        name="talk"
        value={talkMode.value}
        options={talkModes.map((value) => ({ value, text: named(value) }))}
        choose={(value) => (talkMode.value = value)}
      />
      <label class="field">
        <span>{told.volume}</span>
        <input
          type="range"
          min="0"
          max="1"
          step="0.05"
          value={volume.value}
          data-testid="voice-volume"
          aria-valuetext={`${Math.round(volume.value * 100)} %`}
          onInput={(event) => (volume.value = Number(event.currentTarget.value))}
        />
      </label>
      <Switch
        label={told.captions}
        hint={canWriteDown() ? told.captionsHint : told.captionsMissing}
        on={captions.value}
        testId="setting-captions"
        turn={(on) => (captions.value = on)}
      />
    </section>
  );
}
