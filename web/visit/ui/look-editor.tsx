// Choosing a look from parts. Loads with the first page; swatches need no picture of the engine.
import { lookCounts, unpackLook, type Look } from '../../protocol';
import { clothColors, hairColors, shoesColors, skinColors } from '../../protocol/look-palettes';
import { words } from '../i18n';
import { withPart } from '../state/profile';
import { Choice } from '../../ui/controls';

const colours: Partial<Record<keyof Look, readonly string[]>> = {
  skin: skinColors,
  hairColor: hairColors,
  topColor: clothColors,
  bottomColor: clothColors,
  shoesColor: shoesColors,
  accessoryColor: clothColors,
};

function options(part: keyof Look) {
  const { look } = words.value;
  const swatches = colours[part];
  const names = (look.choices as Partial<Record<keyof Look, string[]>>)[part];
  return Array.from({ length: lookCounts[part] }, (_, i) => ({
    value: String(i),
    text: names?.[i] ?? look.colour(i + 1, lookCounts[part]),
    colour: swatches?.[i],
  }));
}

export function LookEditor({ look, change }: { look: bigint; change: (look: bigint) => void }) {
  const parts = unpackLook(look);
  const shown = (Object.keys(lookCounts) as (keyof Look)[]).filter(
    (part) => part !== 'accessoryColor' || parts.accessory !== 0,
  );
  return (
    <div class="look-parts" data-testid="look-editor">
      {shown.map((part) => (
        <Choice
          key={part}
          legend={words.value.look.parts[part]}
          name={`look-${part}`}
          value={String(parts[part])}
          options={options(part)}
          choose={(choice) => change(withPart(look, part, Number(choice)))}
        />
      ))}
    </div>
  );
}
