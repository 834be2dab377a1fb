import { words } from '../i18n';
import { bytes, duration, whole } from '../format';
import type { Sample } from '../rates';
import { rates, samples, type CityState } from '../state';

interface TileProps {
  name: string;
  value: string;
  note?: string;
  history?: (sample: Sample) => number;
}

/** A line through the last minutes; the least is at the bottom only if it is zero. */
function Spark({ name, history }: { name: string; history: (sample: Sample) => number }) {
  const values = samples.value.map(history);
  if (values.length < 2) return null;
  const most = Math.max(...values, 1e-9);
  const points = values.map((v, i) => `${(100 * i) / (values.length - 1)},${30 - (28 * v) / most}`);
  return (
    <svg
      class="spark"
      viewBox="0 0 100 32"
      preserveAspectRatio="none"
      role="img"
      aria-label={words.value.load.history(name)}
    >
      <polyline points={points.join(' ')} />
    </svg>
  );
}

function Tile({ name, value, note, history }: TileProps) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong> {note && <span class="hint">{note}</span>}
        {history && <Spark name={name} history={history} />}
      </dd>
    </div>
  );
}

export function LoadSection({ state }: { state: CityState }) {
  const { load: told } = words.value;
  const { load } = state;
  const { sentBytesPerS, cpuPercent } = rates.value;
  return (
    <section class="card" aria-labelledby="load" data-testid="console-load">
      <h2 id="load">{told.title}</h2>
      <dl class="tiles">
        <Tile
          name={told.people}
          value={whole(load.people)}
          note={told.ofCapacity(load.capacity)}
          history={(sample) => sample.people}
        />
        <Tile
          name={told.tick}
          value={`${load.tick_mean_ms.toFixed(2)} ms`}
          note={told.tickOf(1000 / load.tick_hz)}
          history={(sample) => sample.tickMeanMs}
        />
        <Tile name={told.cpu} value={`${cpuPercent.toFixed(0)} %`} note={told.ofCore} />
        <Tile name={told.sent} value={`${bytes(sentBytesPerS)}/s`} />
        <Tile name={told.connections} value={whole(load.connections)} />
        <Tile name={told.memory} value={bytes(load.memory_peak_bytes)} />
        <Tile name={told.late} value={whole(load.late_ticks)} note={told.since} />
        <Tile name={told.refused} value={whole(load.refused)} note={told.since} />
        <Tile name={told.skipped} value={whole(load.frames_skipped)} note={told.since} />
        <Tile name={told.uptime} value={duration(load.uptime_s)} />
      </dl>
    </section>
  );
}
