import { Button } from '../../ui/controls';
import type { Space } from '../../protocol/generated/api';
import { useListing } from '../asked';
import { whole } from '../format';
import { words } from '../i18n';
import { api, may } from '../state';
import { PersonLink, Rows, Section } from './parts';
import { askReason } from './reason-dialog';

function askArchive(space: Space): void {
  const { spaces: told } = words.value;
  askReason({
    title: space.archived ? told.restoreTitle(space.name) : told.archiveTitle(space.name),
    work: (reason) =>
      space.archived
        ? api.restoreSpace({ space: space.id, reason })
        : api.archiveSpace({ space: space.id, reason }),
  });
}

function Row({ space }: { space: Space }) {
  const { spaces: told } = words.value;
  return (
    <li class="item" data-testid={`space-${space.id}`}>
      <div class="item-main">
        <b>{space.archived ? space.name : <a href={`/s/${space.id}/`}>{space.name}</a>}</b>{' '}
        <span class="tag">{told.kinds[space.kind]}</span>{' '}
        <span class="tag">{told.visibilities[space.visibility]}</span>{' '}
        {space.archived && <span class="tag tag-gold">{told.archived}</span>}
        <p class="hint">
          {told.owner} <PersonLink person={space.owner} /> · {told.people(whole(space.people))} ·{' '}
          {space.template_name} · {space.id}
        </p>
      </div>
      {may('archive_space') && (
        <Button testId="archive" act={() => askArchive(space)}>
          {space.archived ? told.restore : told.archive}
        </Button>
      )}
    </li>
  );
}

export function SpacesPage() {
  const { spaces: told } = words.value;
  const listing = useListing(
    (page: { after?: string | undefined; limit: number }) => api.listAllSpaces(page),
    '',
  );
  return (
    <Section id="spaces" title={told.title} hint={told.hint}>
      <Rows
        listing={listing}
        empty={told.empty}
        row={(space) => <Row key={space.id} space={space} />}
      />
    </Section>
  );
}
