// Spaces: one's own, those open to everyone, making one; and the page of each.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import './spaces.css';
import {
  listMySpaces,
  listOrganisations,
  listPublicSpaces,
  listSpaceTemplates,
  makeSpace,
  type Space,
  type Visibility,
} from '../../protocol/generated/api';
import { Button, Choice, Switch } from '../../ui/controls';
import { Icon } from '../../ui/icons';
import { words } from '../i18n';
import { told } from '../i18n/spaces';
import type { Session } from '../session';
import { openAccount } from '../state/account';
import { closePanel } from '../state/panels';
import { Panel } from '../ui/panel';
import type { World } from '../world';
import { Import } from './files';
import { ReasonAsked } from './reason';
import { SpacePage } from './space-page';
import { TextField } from './text-field';
import { VisibilityChoice } from './visibility';
import { Answered, More } from './answered';
import { client, useAct, useAnswer, usePages, view } from './work';

interface Props {
  session: Session;
  world: World;
}

function Row({ space, session, world }: Props & { space: Space }) {
  const here = world.space === space.id;
  const facts = [
    here ? told.value.here : told.value.people(space.people),
    told.value.by(space.owner.name),
    ...(space.archived ? [told.value.archived] : []),
  ];
  const go = () => session.travel(space.id) && closePanel();
  return (
    <li class="list-row" data-testid={`space-${space.id}`}>
      <Icon name={here ? 'target' : 'places'} />
      <span class="row-main">
        <b>{space.name}</b>
        <small>{facts.join(' · ')}</small>
      </span>
      <Button
        testId="space-about"
        label={told.value.lookAt(space.name)}
        act={() => (view.value = { id: space.id })}
      >
        {told.value.look}
      </Button>
      {!here && !space.archived && (
        <Button testId="space-go" icon="walk" label={told.value.goTo(space.name)} act={go}>
          {told.value.go}
        </Button>
      )}
    </li>
  );
}

function List(props: Props) {
  const { session, world } = props;
  const mine = useAnswer('mine', () => client.call(listMySpaces, {}));
  const open = usePages('open', (page: { after?: string | undefined; limit: number }) =>
    client.call(listPublicSpaces, page),
  );
  const guest = mine.fault?.reason === 'sign_in_needed';
  const known = mine.answer?.spaces ?? [];
  const others = (open.answer?.items ?? []).filter(({ id }) => !known.some((own) => own.id === id));
  return (
    <>
      <div class="row">
        {world.space !== 'city' && (
          <Button
            testId="space-city"
            icon="back"
            act={() => session.travel('city') && closePanel()}
          >
            {told.value.city}
          </Button>
        )}
        {mine.answer && (
          <Button testId="space-make" icon="plus" kind="gold" act={() => (view.value = 'make')}>
            {told.value.make}
          </Button>
        )}
      </div>
      {mine.answer && <Import />}
      {!guest && <Answered of={mine} />}
      {guest && (
        <section class="stack">
          <p class="hint">{told.value.account}</p>
          <Button testId="space-sign-up" icon="plus" act={() => openAccount('sign_up')}>
            {words.value.entry.signUp}
          </Button>
        </section>
      )}
      {mine.answer && (
        <section class="stack">
          <h3>{told.value.mine}</h3>
          {known.length === 0 && <p class="hint">{told.value.noneMine}</p>}
          <ul class="list">
            {known.map((space) => (
              <Row key={space.id} space={space} {...props} />
            ))}
          </ul>
        </section>
      )}
      <section class="stack">
        <h3>{told.value.public}</h3>
        <Answered of={open} />
        {open.answer && others.length === 0 && <p class="hint">{told.value.noneOpen}</p>}
        <ul class="list">
          {others.map((space) => (
            <Row key={space.id} space={space} {...props} />
          ))}
        </ul>
        <More more={open.more} />
      </section>
    </>
  );
}

/** Templates: those that have words here come first, in the order of the words. */
function useTemplates() {
  const all = useAnswer('templates', () => client.call(listSpaceTemplates, {}));
  const names: Readonly<Record<string, string | undefined>> = told.value.templates;
  const order = Object.keys(names);
  const rank = (made: string) => (order.includes(made) ? order.indexOf(made) : order.length);
  return (all.answer?.templates ?? [])
    .map((made) => ({ value: made.name, text: names[made.name] ?? made.name }))
    .sort((a, b) => rank(a.value) - rank(b.value));
}

/** Oneself, and the organisations that one acts for. */
function useOwners() {
  const managed = useAnswer('organisations', () => client.call(listOrganisations, {}));
  return [
    { value: '', text: told.value.ownerMe },
    ...(managed.answer?.organisations ?? [])
      .filter(({ role }) => role !== 'member')
      .map(({ organisation, name: called }) => ({ value: organisation, text: called })),
  ];
}

function Make({ session }: Props) {
  const name = useSignal('');
  const template = useSignal('plaza');
  const visibility = useSignal<Visibility>('closed');
  const owner = useSignal('');
  const community = useSignal(false);
  const { busy, act } = useAct();
  const options = useTemplates();
  const owners = useOwners();
  const make = async () => {
    const request = {
      name: name.value,
      template_name: template.value,
      visibility: visibility.value,
      community: community.value,
      ...(owner.value === '' ? {} : { organisation: owner.value }),
    };
    const { space } = await client.call(makeSpace, request);
    session.travel(space);
    view.value = { id: space };
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void act(make);
      }}
    >
      <TextField
        id="space-name"
        label={told.value.name}
        most={40}
        value={name.value}
        change={(value) => (name.value = value)}
      />
      <Choice
        legend={told.value.template}
        name="space-template"
        value={template.value}
        options={options}
        choose={(value) => (template.value = value)}
      />
      {owners.length > 1 && (
        <Choice
          legend={told.value.owner}
          name="space-owner"
          value={owner.value}
          options={owners}
          choose={(value) => (owner.value = value)}
        />
      )}
      <VisibilityChoice value={visibility.value} choose={(value) => (visibility.value = value)} />
      <Switch
        label={told.value.community}
        hint={told.value.communityHint}
        on={community.value}
        testId="space-community"
        turn={(on) => (community.value = on)}
      />
      <Button testId="space-make-go" icon="walk" kind="gold" submit disabled={busy}>
        {told.value.makeGo}
      </Button>
    </form>
  );
}

export function SpacesPanel(props: Props) {
  const { world } = props;
  // Opened in a space of somebody's: about that one.
  useEffect(() => {
    view.value = world.space === 'city' ? 'list' : { id: world.space };
  }, []);
  const shown = view.value;
  const title = shown === 'make' ? told.value.make : told.value.title;
  return (
    <Panel title={title} testId="spaces-panel" tall>
      {shown !== 'list' && (
        <div class="row">
          <Button testId="space-back" icon="back" act={() => (view.value = 'list')}>
            {told.value.back}
          </Button>
        </div>
      )}
      {shown === 'list' && <List {...props} />}
      {shown === 'make' && <Make {...props} />}
      {typeof shown === 'object' && <SpacePage key={shown.id} id={shown.id} {...props} />}
      <ReasonAsked />
    </Panel>
  );
}
