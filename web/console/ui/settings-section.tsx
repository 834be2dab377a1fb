import { useSignal } from '@preact/signals';
import { Button } from '../../ui/controls';
import type { Setting } from '../../protocol/generated/api';
import { clock } from '../format';
import { words } from '../i18n';
import { act, api, type CityState } from '../state';

/** 600.0 -> 600 */
const plainValue = (text: string) => text.replace(/^(-?\d+)\.0$/, '$1');

const unitOf = ({ unit }: Setting) => words.value.settings.units[unit] ?? unit;

function LiveSetting({ setting }: { setting: Setting }) {
  const { settings: told } = words.value;
  const text = useSignal(plainValue(setting.value));
  return (
    <div class="row">
      <input
        class="input setting-input"
        value={text.value}
        aria-label={told.value(setting.name)}
        data-testid={`setting-${setting.name}`}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <span class="hint">{unitOf(setting)}</span>
      <Button
        testId={`save-${setting.name}`}
        label={told.saveNamed(setting.name)}
        act={() =>
          void act(() => api.changeSetting({ name: setting.name, value: text.value.trim() }))
        }
      >
        {told.save}
      </Button>
    </div>
  );
}

function Row({ setting }: { setting: Setting }) {
  const { settings: told } = words.value;
  const help = told.help[setting.name];
  return (
    <div class="fact">
      <dt>
        <code>{setting.name}</code>
        <p class="hint" lang={help ? undefined : 'en'}>
          {help ?? setting.help}
        </p>
      </dt>
      <dd>
        {setting.live ? (
          <LiveSetting setting={setting} />
        ) : (
          <>
            {plainValue(setting.value) || '–'}{' '}
            <span class="hint">{setting.value && unitOf(setting)}</span>
          </>
        )}
      </dd>
    </div>
  );
}

export function SettingsSection({ state }: { state: CityState }) {
  const { settings: told } = words.value;
  const sorted = [...state.settings].sort((a, b) => Number(b.live) - Number(a.live));
  return (
    <section class="card card-wide" aria-labelledby="settings" data-testid="console-settings">
      <h2 id="settings">{told.title}</h2>
      <p class="hint">{told.hint}</p>
      <dl class="facts">
        {sorted.map((setting) => (
          <Row key={setting.name} setting={setting} />
        ))}
      </dl>
    </section>
  );
}

export function LinkSection() {
  const { links: told } = words.value;
  const made = useSignal<{ url: string; until: number } | null>(null);
  const make = () =>
    act(async () => {
      const { path, expires_unix_ms: until } = await api.makeAdministratorLink();
      made.value = { url: location.origin + path, until };
    });
  return (
    <section class="card" aria-labelledby="links" data-testid="console-links">
      <h2 id="links">{told.title}</h2>
      <p class="hint">{told.hint}</p>
      {made.value ? (
        <label class="field">
          <span class="label">
            {told.link}, {told.until(clock(made.value.until))}
          </span>
          <input class="input" readOnly value={made.value.url} data-testid="admin-link" />
        </label>
      ) : (
        <div class="row">
          <Button testId="make-link" icon="link" act={() => void make()}>
            {told.make}
          </Button>
        </div>
      )}
    </section>
  );
}
