// A space as files and back, and copies of it.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { ApiError } from '../../protocol/api-client';
import { copySpace, exportSpace, importSpace } from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/spaces';
import { TextField } from './text-field';
import { client, useAct, view } from './work';

function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Fetches a file and says from 0 to 1 how much of it is there. */
async function fetchFile(path: string, bytes: number, tell: (part: number) => void): Promise<Blob> {
  const answer = await fetch(path).catch(() => null);
  if (!answer?.ok || !answer.body) throw new ApiError(0, 'unreachable', '', '', '', '');
  const reader = answer.body.getReader();
  const parts: BlobPart[] = [];
  let got = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    got += value.length;
    tell(Math.min(1, got / Math.max(1, bytes)));
  }
  return new Blob(parts, { type: 'model/gltf-binary' });
}

/** What a file may be called on every system. */
const fileName = (name: string) => name.replace(/[\\/:*?"<>|\s]+/g, '-').slice(0, 60) || 'space';

interface Props {
  id: string;
  name: string;
  may: readonly string[];
}

function Export({ id, name }: Props) {
  const part = useSignal<number | null>(null);
  const { busy, act } = useAct();
  const take = async () => {
    part.value = 0;
    try {
      const { document, model, model_bytes: bytes } = await client.call(exportSpace, { space: id });
      const glb = await fetchFile(model, bytes, (done) => (part.value = done));
      save(`${fileName(name)}.space.json`, new Blob([document], { type: 'application/json' }));
      save(`${fileName(name)}.glb`, glb);
      notify(told.value.exported, 'good');
    } finally {
      part.value = null;
    }
  };
  return (
    <>
      <p class="hint">{told.value.exportHint}</p>
      <Button testId="space-export" icon="share" disabled={busy} act={() => void act(take)}>
        {told.value.export}
      </Button>
      {part.value !== null && (
        <progress value={part.value} max={1} aria-label={told.value.export} />
      )}
    </>
  );
}

function Copy({ id, name }: Props) {
  const called = useSignal(told.value.copyOf(name).slice(0, 40));
  const { busy, act } = useAct();
  const make = async () => {
    const { copy } = await client.call(copySpace, { space: id, name: called.value });
    notify(told.value.copyMade, 'good');
    view.value = { id: copy };
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act(make);
      }}
    >
      <p class="hint">{told.value.copyHint}</p>
      <TextField
        id="space-copy-name"
        label={told.value.copyName}
        most={40}
        value={called.value}
        change={(value) => (called.value = value)}
      />
      <Button testId="space-copy" submit disabled={busy}>
        {told.value.copyMake}
      </Button>
    </form>
  );
}

export function Files(props: Props) {
  const copies = props.may.includes('copy_space');
  const exports = props.may.includes('export_space');
  if (!copies && !exports) return null;
  return (
    <details data-testid="space-files">
      <summary>{told.value.files}</summary>
      <div class="stack">
        {copies && <Copy {...props} />}
        {exports && <Export {...props} />}
      </div>
    </details>
  );
}

export function Import() {
  const field = useRef<HTMLInputElement>(null);
  const state = useSignal('');
  const { busy, act } = useAct();
  const bring = async (file: File) => {
    state.value = told.value.importing(file.name);
    try {
      const { space } = await client.call(importSpace, { document: await file.text() });
      state.value = '';
      notify(told.value.imported, 'good');
      view.value = { id: space };
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault;
      const why = fault.status === 0 ? told.value.unreachable : fault.detail || fault.title;
      state.value = `${why} ${fault.remedy}`.trim();
    }
  };
  return (
    <div class="stack">
      <input
        ref={field}
        type="file"
        accept=".json,application/json"
        hidden
        data-testid="space-import-file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) void act(() => bring(file));
          event.currentTarget.value = '';
        }}
      />
      <Button testId="space-import" icon="link" disabled={busy} act={() => field.current?.click()}>
        {told.value.import}
      </Button>
      <p class="hint" role="status" data-testid="space-import-state">
        {state.value || told.value.importHint}
      </p>
    </div>
  );
}
