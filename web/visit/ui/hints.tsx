// For newcomers: three first steps, each struck out when done, and the tour. Goes after the last.
import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { words } from '../i18n';
import { allHints, dismissHints, doneHints, hintDone, openHints, type Hint } from '../state/hints';
import { panel } from '../state/panels';
import type { World } from '../world';
import { Button, IconButton } from '../../ui/controls';
import { Icon } from '../../ui/icons';

const kWalkedM = 2;
const kTurned = 0.5;
/** Farther than one walks between two looks: carried, not walked. */
const kCarriedM = 15;

/** Watches the visitor do what the hints say. */
function useProgress(world: World): void {
  useEffect(() => {
    let start = { ...world.position.value };
    const stopWalk = effect(() => {
      const { x, z, gaze } = world.position.value;
      const walked = Math.hypot(x - start.x, z - start.z);
      if (walked > kCarriedM) start = { ...world.position.value };
      else if (walked > kWalkedM) hintDone('walk');
      if (Math.abs(Math.sin((gaze - start.gaze) / 2)) > Math.sin(kTurned / 2)) hintDone('look');
    });
    const stopPlaces = effect(() => {
      if (panel.value === 'places') hintDone('places');
    });
    return () => {
      stopWalk();
      stopPlaces();
    };
  }, [world]);
}

export function Hints({ world }: { world: World }) {
  const { hints } = words.value;
  useProgress(world);
  if (openHints.value.length === 0 || panel.value !== null) return null;
  const touch = matchMedia('(pointer: coarse)').matches;
  const text = (hint: Hint) => (touch ? hints[`${hint}Touch`] : hints[hint]);
  const tour = () => {
    dismissHints();
    void world.tour();
  };
  return (
    <section class="hints glass" aria-labelledby="hints-title" data-testid="hints">
      <header>
        <h2 id="hints-title">{hints.label}</h2>
        <IconButton icon="close" label={hints.dismiss} testId="hints-dismiss" act={dismissHints} />
      </header>
      <ul>
        {allHints.map((hint) => {
          const done = doneHints.value.has(hint);
          return (
            <li key={hint} data-done={done}>
              {done ? <Icon name="check" /> : <span class="hint-dot" aria-hidden="true" />}
              {text(hint)}
            </li>
          );
        })}
      </ul>
      {world.manifest.tour.cues.length > 0 && (
        <Button testId="tour-start" kind="gold" icon="tour" act={tour}>
          {words.value.tour.start}
        </Button>
      )}
    </section>
  );
}
