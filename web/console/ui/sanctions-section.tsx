import { useListing } from '../asked';
import { words } from '../i18n';
import { api } from '../state';
import { SanctionRow } from './measures';
import { Rows, Section } from './parts';

/** The newest measures, those that still bind first. */
export function SanctionsSection() {
  const { sanctions: told, none } = words.value;
  const listing = useListing(async (page: { after?: string | undefined; limit: number }) => {
    const { items, next } = await api.listSanctions(page);
    items.sort((a, b) => Number(b.in_force) - Number(a.in_force));
    return { items, next };
  }, '');
  return (
    <Section id="sanctions" title={told.title}>
      <Rows
        listing={listing}
        empty={none}
        row={(sanction) => <SanctionRow key={sanction.id} sanction={sanction} named />}
      />
    </Section>
  );
}
