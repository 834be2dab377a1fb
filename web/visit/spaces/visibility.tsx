// Who may come into a space.
import type { Visibility } from '../../protocol/generated/api';
import { Choice } from '../../ui/controls';
import { told } from '../i18n/spaces';

const visibilities = ['closed', 'unlisted', 'open'] as const;

interface Props {
  value: Visibility;
  choose: (to: Visibility) => void;
}

export function VisibilityChoice({ value, choose }: Props) {
  return (
    <Choice<Visibility>
      legend={told.value.visibility}
      name="space-visibility"
      value={value}
      options={visibilities.map((each) => ({
        value: each,
        text: told.value.visibilities[each],
      }))}
      choose={choose}
    />
  );
}
