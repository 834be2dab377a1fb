// The outline of a parcel: its corners are walked or typed.
import { useSignal, type Signal } from '@preact/signals';
import {
  changeParcel,
  makeParcel,
  type Corner,
  type SpaceParcel,
} from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { told } from '../i18n/spaces';
import type { World } from '../world';
import { areaOf, cornerLine, readCorners } from './corners';
import { TextField } from './text-field';
import { client, useAct } from './work';

function stateOf(corners: readonly Corner[] | null): string {
  if (corners === null) return told.value.parcelNoPoint;
  if (corners.length < 3) return told.value.parcelFew(corners.length);
  return told.value.parcelArea(corners.length, Math.round(areaOf(corners)));
}

interface HeightsProps {
  bottom: Signal<string>;
  top: Signal<string>;
}

function Heights({ bottom, top }: HeightsProps) {
  return (
    <div class="row parcel-heights">
      <TextField
        id="parcel-bottom"
        label={told.value.parcelHeights.bottom}
        number
        value={bottom.value}
        change={(value) => (bottom.value = value)}
      />
      <TextField
        id="parcel-top"
        label={told.value.parcelHeights.top}
        number
        value={top.value}
        change={(value) => (top.value = value)}
      />
    </div>
  );
}

interface DrawProps {
  id: string;
  world: World;
  /** Corners, one a line. */
  text: string;
  write: (text: string) => void;
  changed: SpaceParcel | null;
  done: () => Promise<void>;
}

const kHeightM = 10;

export function Draw({ id, world, text, write, changed, done }: DrawProps) {
  const bottom = useSignal(String(changed?.bottom_m ?? 0));
  const top = useSignal(String(changed?.top_m ?? kHeightM));
  const { busy, act } = useAct();
  const corners = readCorners(text);
  const isHere = world.space === id;
  const add = () => {
    const { x, z } = world.position.value;
    write(text.trim() === '' ? cornerLine(x, z) : `${text.trimEnd()}\n${cornerLine(x, z)}`);
  };
  const save = async () => {
    const shape = {
      space: id,
      corners: corners ?? [],
      bottom_m: Number(bottom.value),
      top_m: Number(top.value),
    };
    if (changed) await client.call(changeParcel, { ...shape, parcel: changed.id });
    else await client.call(makeParcel, shape);
    write('');
    await done();
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act(save);
      }}
    >
      <p class="hint">{isHere ? told.value.parcelWalk : told.value.parcelGoThere}</p>
      {isHere && (
        <Button testId="parcel-corner" icon="target" act={add}>
          {told.value.parcelCorner}
        </Button>
      )}
      <div class="field">
        <label for="parcel-corners">{told.value.parcelCorners}</label>
        <textarea
          id="parcel-corners"
          class="input"
          rows={4}
          spellcheck={false}
          value={text}
          data-testid="parcel-corners"
          onInput={(event) => write(event.currentTarget.value)}
        />
      </div>
      <p class="hint" role="status">
        {stateOf(corners)}
      </p>
      <Heights bottom={bottom} top={top} />
      <Button
        testId="parcel-save"
        kind="gold"
        submit
        disabled={busy || corners === null || corners.length < 3}
      >
        {changed ? told.value.save : told.value.parcelMake}
      </Button>
    </form>
  );
}
