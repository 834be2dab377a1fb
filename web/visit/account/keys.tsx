// Keys for programs, and what one has agreed to.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ApiKey, Consent } from '../../protocol/generated/api';
import { Button, Choice } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/account';
import { SureButton } from '../ui/sure-button';
import { CopyField, Field, Form, Section, State } from './parts';
import { api, dayText, useWork } from './work';

const kScopes = ['look', 'speak', 'create', 'manage', 'account'] as const;
type Scope = (typeof kScopes)[number];
const kDays = ['30', '90', '365', '0'] as const;
type Days = (typeof kDays)[number];

interface ScopesProps {
  chosen: readonly Scope[];
  choose: (scopes: readonly Scope[]) => void;
}

function Scopes({ chosen, choose }: ScopesProps) {
  const { keys: says } = told.value;
  const turn = (scope: Scope) =>
    choose(kScopes.filter((other) => chosen.includes(other) !== (other === scope)));
  return (
    <fieldset>
      <legend class="hint">{says.scopes}</legend>
      <div class="choices">
        {kScopes.map((scope) => (
          <label class="choice" key={scope}>
            <input
              type="checkbox"
              checked={chosen.includes(scope)}
              data-testid={`scope-${scope}`}
              onChange={() => turn(scope)}
            />
            <span>{says.scopeNames[scope]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface MakeProps {
  busy: boolean;
  make: (label: string, scopes: string[], days: number) => void;
}

function Make({ busy, make }: MakeProps) {
  const { keys: says } = told.value;
  const label = useSignal('');
  const scopes = useSignal<readonly Scope[]>(['look']);
  const days = useSignal<Days>('90');
  const ready = label.value.trim() !== '' && scopes.value.length > 0 && !busy;
  return (
    <Form
      testId="key-form"
      submit={() => ready && make(label.value.trim(), [...scopes.value], Number(days.value))}
    >
      <Field
        label={says.label}
        value={label.value}
        testId="key-label"
        change={(value) => (label.value = value)}
      />
      <Scopes chosen={scopes.value} choose={(next) => (scopes.value = next)} />
      <Choice
        legend={says.days}
        name="key-days"
        value={days.value}
        options={kDays.map((value) => ({ value, text: says.dayNames[value] }))}
        choose={(value) => (days.value = value)}
      />
      <Button testId="make-key" submit disabled={!ready}>
        {says.make}
      </Button>
    </Form>
  );
}

interface RowProps {
  row: ApiKey;
  busy: boolean;
  revoke: () => void;
}

function Row({ row, busy, revoke }: RowProps) {
  const { keys: says } = told.value;
  const names: Readonly<Record<string, string>> = says.scopeNames;
  const scopes = row.scopes.map((scope) => names[scope] ?? scope).join(' · ');
  const ends = row.expires_unix_ms > 0 ? says.until(dayText(row.expires_unix_ms)) : says.forGood;
  return (
    <li class="account-row" data-testid="api-key">
      <div class="row-main">
        <b>{row.label}</b>
        <small>
          {scopes} · {ends}
        </small>
      </div>
      <SureButton
        testId="revoke-key"
        text={says.revoke}
        label={says.revokeOf(row.label)}
        question={says.sure}
        disabled={busy}
        act={revoke}
      />
    </li>
  );
}

export function Keys() {
  const { keys: says } = told.value;
  const rows = useSignal<readonly ApiKey[]>([]);
  const token = useSignal('');
  const work = useWork();
  const list = async () => {
    rows.value = (await api.listApiKeys()).keys;
  };
  useEffect(() => work.run(list), []);
  const make = (label: string, scopes: string[], days: number) =>
    work.run(async () => {
      token.value = (await api.makeApiKey({ label, scopes, days })).token;
      await list();
    });
  const revoke = (key: string) =>
    work.run(async () => {
      await api.revokeApiKey({ key });
      await list();
      notify(says.revoked, 'good');
    });
  return (
    <Section title={says.title} testId="section-keys">
      <p class="hint">{says.lead}</p>
      <ul class="list">
        {rows.value.map((row) => (
          <Row key={row.id} row={row} busy={work.busy} revoke={() => revoke(row.id)} />
        ))}
      </ul>
      {token.value && <CopyField label={says.once} text={token.value} testId="key-token" />}
      <State work={work} />
      <details>
        <summary data-testid="new-key">{says.make}</summary>
        {/* Empty again after each key. */}
        <Make key={token.value} busy={work.busy} make={make} />
      </details>
    </Section>
  );
}

export function Consents() {
  const { consents: says } = told.value;
  const rows = useSignal<readonly Consent[]>([]);
  const work = useWork();
  useEffect(
    () =>
      work.run(async () => {
        rows.value = (await api.listConsents()).consents;
      }),
    [],
  );
  return (
    <Section title={says.title} testId="section-consents">
      {rows.value.length === 0 && !work.busy && <p class="hint">{says.none}</p>}
      <ul class="list">
        {rows.value.map(({ purpose, given, unix_ms }) => (
          <li class="account-row" key={purpose}>
            <div class="row-main">
              <b>{purpose}</b>
              <small>
                {given ? says.given(dayText(unix_ms)) : says.withdrawn(dayText(unix_ms))}
              </small>
            </div>
          </li>
        ))}
      </ul>
      <State work={work} />
    </Section>
  );
}
