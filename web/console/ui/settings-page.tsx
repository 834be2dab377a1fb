import { useSignal } from '@preact/signals';
import { Button } from '../../ui/controls';
import type { Setting } from '../../protocol/generated/api';
import { useListing } from '../asked';
import { words } from '../i18n';
import { api, may } from '../state';
import { Rows, Search, Section } from './parts';
import { askReason } from './reason-dialog';

/** 600.0 -> 600 */
const plainValue = (text: string) => text.replace(/^(-?\d+)\.0$/, '$1');

const unitOf = ({ unit }: Setting) => words.value.settings.units[unit] ?? unit;

function askChange(setting: Setting, value: string): void {
  const { settings: told } = words.value;
  askReason({
    title: told.changeTitle(setting.name),
    body: () => (
      <p>
        <code>{plainValue(setting.value) || '–'}</code> →{' '}
        <code>{value || words.value.settings.fromFile}</code> {unitOf(setting)}
      </p>
    ),
    work: (reason) => api.changeSetting({ name: setting.name, value, reason }),
  });
}

function LiveSetting({ setting }: { setting: Setting }) {
  const { settings: told } = words.value;
  const text = useSignal(plainValue(setting.value));
  return (
    <div class="row row-start">
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
        act={() => askChange(setting, text.value.trim())}
      >
        {told.save}
      </Button>
    </div>
  );
}

function Row({ setting }: { setting: Setting }) {
  const { settings: told } = words.value;
  const help = told.help[setting.name];
  const plain = plainValue(setting.value);
  return (
    <li class="fact">
      <div>
        <code>{setting.name}</code> {setting.live && <span class="tag tag-gold">{told.live}</span>}{' '}
        {setting.changed && <span class="tag">{told.changed}</span>}
        <p class="hint" lang={help ? undefined : 'en'}>
          {help ?? setting.help}
        </p>
      </div>
      <div>
        {setting.live && may('change_settings') ? (
          <LiveSetting key={setting.value} setting={setting} />
        ) : (
          <p>
            {plain || '–'} <span class="hint">{plain && unitOf(setting)}</span>
          </p>
        )}
        {plainValue(setting.default_value) !== plain && (
          <p class="hint">{told.byDefault(plainValue(setting.default_value) || '–')}</p>
        )}
      </div>
    </li>
  );
}

export function SettingsPage() {
  const { settings: told } = words.value;
  const wanted = useSignal('');
  const listing = useListing(async () => {
    const { items } = await api.listSettings({ limit: 200 });
    items.sort((a, b) => Number(b.live) - Number(a.live));
    return { items };
  }, '');
  const text = wanted.value.trim().toLowerCase();
  const found = listing.items?.filter(({ name, help }) =>
    [name, help, told.help[name] ?? ''].some((each) => each.toLowerCase().includes(text)),
  );
  return (
    <Section id="settings" title={told.title} hint={told.hint}>
      <Search label={told.search} value={wanted} />
      <Rows
        listing={{ ...listing, items: found }}
        empty={told.empty}
        row={(setting) => <Row key={setting.name} setting={setting} />}
      />
    </Section>
  );
}
