// Parcels of a space: where they lie, who may build there, and drawing new ones.
import { useSignal } from '@preact/signals';
import { listParcels, removeParcel, type SpaceParcel } from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { told } from '../i18n/spaces';
import { SureButton } from '../ui/sure-button';
import type { World } from '../world';
import { readCorners, writeCorners } from './corners';
import { Draw } from './parcel-drawing';
import { Holders } from './parcel-holders';
import { Plan } from './parcel-plan';
import { Answered } from './answered';
import { client, useAct, useAnswer } from './work';

interface RowProps {
  parcel: SpaceParcel;
  number: number;
  open: boolean;
  /** Absent: one may not change it. */
  choose?: (parcel: SpaceParcel) => void;
}

function Row({ parcel, number, open, choose }: RowProps) {
  const { area_m2: area, bottom_m: bottom, top_m: top, may_create: mine } = parcel;
  const facts = [
    told.value.parcelFacts(Math.round(area), bottom, top),
    ...(mine ? [told.value.parcelMine] : []),
  ];
  return (
    <li class="list-row" data-testid="parcel-row">
      <span class="row-main">
        <b>{told.value.parcel(number)}</b>
        <small>{facts.join(' · ')}</small>
      </span>
      {choose && (
        <Button
          testId="parcel-open"
          label={told.value.parcelChange(number)}
          act={() => choose(parcel)}
        >
          {open ? told.value.parcelClose : told.value.parcelOpen}
        </Button>
      )}
    </li>
  );
}

function Remove({ act }: { act: () => void }) {
  return (
    <SureButton
      testId="parcel-remove"
      kind="red"
      text={told.value.parcelRemove}
      question={told.value.sure}
      act={act}
    />
  );
}

interface Props {
  id: string;
  may: readonly string[];
  world: World;
}

export function Parcels({ id, may, world }: Props) {
  const chosen = useSignal('');
  const draft = useSignal('');
  const { act } = useAct();
  const asked = useAnswer(id, () => client.call(listParcels, { space: id }));
  const { answer, again } = asked;
  const parcels = answer?.parcels ?? [];
  const divides = may.includes('set_parcel');
  if (!answer) return asked.fault && <Answered of={asked} />;
  if (parcels.length === 0 && !divides) return null;
  const open = parcels.find((parcel) => parcel.id === chosen.value) ?? null;
  const here = world.space === id ? world.position.value : null;
  const choose = (parcel: SpaceParcel) => {
    chosen.value = chosen.value === parcel.id ? '' : parcel.id;
    draft.value = chosen.value === '' ? '' : writeCorners(parcel.corners);
  };
  const done = async () => {
    chosen.value = '';
    await again();
  };
  const remove = async (parcel: string) => {
    await client.call(removeParcel, { space: id, parcel });
    draft.value = '';
    await done();
  };
  return (
    <details data-testid="space-parcels">
      <summary>{told.value.parcels}</summary>
      <div class="stack">
        <p class="hint">{told.value.parcelsHint}</p>
        <Plan
          parcels={parcels}
          draft={readCorners(draft.value) ?? []}
          chosen={chosen.value}
          here={here}
        />
        <ul class="list">
          {parcels.map((parcel, i) => (
            <Row
              key={parcel.id}
              parcel={parcel}
              number={i + 1}
              open={open?.id === parcel.id}
              {...(divides ? { choose } : {})}
            />
          ))}
        </ul>
        {open && may.includes('grant_rights') && <Holders id={id} parcel={open.id} />}
        {divides && (
          <Draw
            key={chosen.value}
            id={id}
            world={world}
            text={draft.value}
            write={(text) => (draft.value = text)}
            changed={open}
            done={done}
          />
        )}
        {open && divides && <Remove key={open.id} act={() => void act(() => remove(open.id))} />}
      </div>
    </details>
  );
}
