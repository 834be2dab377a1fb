// The ground of a space from above.
import type { Corner, SpaceParcel } from '../../protocol/generated/api';
import { told } from '../i18n/spaces';
import { planOf } from './corners';

const outline = (corners: readonly Corner[]) => corners.map(({ x, z }) => `${x},${z}`).join(' ');

interface PlanProps {
  parcels: readonly SpaceParcel[];
  /** Being drawn. */
  draft: readonly Corner[];
  chosen: string;
  here: Corner | null;
}

/** The ground from above: parcels by number, what is being drawn, and the visitor as a dot. */
export function Plan({ parcels, draft, chosen, here }: PlanProps) {
  const points = [...parcels.flatMap(({ corners }) => corners), ...draft, ...(here ? [here] : [])];
  if (points.length === 0) return null;
  const { x, z, side } = planOf(points);
  const dot = side / 60;
  return (
    <svg
      class="parcel-plan"
      viewBox={`${x} ${z} ${side} ${side}`}
      role="img"
      aria-label={told.value.parcelPlan(parcels.length)}
      data-testid="parcel-plan"
    >
      {parcels.map(({ id, corners, may_create: mine }, i) => (
        <g key={id} class={id === chosen ? 'parcel-chosen' : mine ? 'parcel-mine' : 'parcel'}>
          <polygon points={outline(corners)} />
          <text
            x={corners.reduce((sum, corner) => sum + corner.x, 0) / corners.length}
            y={corners.reduce((sum, corner) => sum + corner.z, 0) / corners.length}
            font-size={side / 14}
          >
            {i + 1}
          </text>
        </g>
      ))}
      {draft.length > 0 && <polygon class="parcel-draft" points={outline(draft)} />}
      {draft.map((corner, i) => (
        <circle key={i} class="parcel-corner" cx={corner.x} cy={corner.z} r={dot} />
      ))}
      {here && <circle class="parcel-here" cx={here.x} cy={here.z} r={dot * 1.4} />}
    </svg>
  );
}
