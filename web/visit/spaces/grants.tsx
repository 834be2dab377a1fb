// Rights that somebody holds, over a space or one parcel of it: giving one, and taking it back.
import { useSignal } from '@preact/signals';
import type { SpaceGrant } from '../../protocol/generated/api';
import { Button, Choice } from '../../ui/controls';
import { told } from '../i18n/spaces';
import { SureButton } from '../ui/sure-button';
import { TextField } from './text-field';
import { useAct } from './work';

export function nameOf(grant: SpaceGrant): string {
  if (grant.account_name) return `@${grant.account_name}`;
  return grant.subject?.name ?? told.value.everyone;
}

export function rightsOf(grant: SpaceGrant): string {
  const names: Readonly<Record<string, string | undefined>> = told.value.rights;
  if (grant.founding) return told.value.founding;
  return grant.rights.map((right) => names[right] ?? right).join(told.value.between);
}

interface FormProps<Right extends string> {
  /** Of the account's field, and what tests know it by. */
  id: string;
  name: string;
  testId: string;
  action: string;
  hint?: string;
  rights: readonly { value: Right; text: string }[];
  start: Right;
  give: (account: string, right: Right) => Promise<void>;
}

export function GrantForm<Right extends string>(props: FormProps<Right>) {
  const { id, name, testId, action, hint, rights, start, give } = props;
  const account = useSignal('');
  const right = useSignal<Right>(start);
  const { busy, act } = useAct();
  const submit = async () => {
    await give(account.value.trim(), right.value);
    account.value = '';
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act(submit);
      }}
    >
      {hint && <p class="hint">{hint}</p>}
      <TextField
        id={id}
        label={told.value.accountName}
        most={65}
        placeholder="@"
        value={account.value}
        change={(value) => (account.value = value)}
      />
      <Choice
        legend={told.value.right}
        name={name}
        value={right.value}
        options={rights}
        choose={(value) => (right.value = value)}
      />
      <Button testId={testId} icon="plus" submit disabled={busy}>
        {action}
      </Button>
    </form>
  );
}

interface RowProps {
  grant: SpaceGrant;
  testId: string;
  take: (grant: string) => Promise<void>;
}

export function GrantRow({ grant, testId, take }: RowProps) {
  const { busy, act } = useAct();
  const [name, rights] = [nameOf(grant), rightsOf(grant)];
  return (
    <li class="list-row">
      <span class="row-main">
        <b>{name}</b>
        <small>{rights}</small>
      </span>
      {!grant.founding && (
        <SureButton
          testId={testId}
          text={told.value.remove}
          label={told.value.removeWhat(`${name}, ${rights}`)}
          question={told.value.sure}
          disabled={busy}
          act={() => void act(() => take(grant.id))}
        />
      )}
    </li>
  );
}
