// A link that brings somebody to this place.
import { language, words } from '../i18n';
import { linkTo, spotOf } from '../state/link';
import { notify } from '../../ui/notices';
import type { World } from '../world';
import { Button } from '../../ui/controls';
import { Panel } from './panel';

export function SharePanel({ world }: { world: World }) {
  const { share, pageTitle } = words.value;
  const place = world.place.value;
  const url = linkTo(location.origin, place?.id ?? spotOf(world.position.value), world.space);
  const copy = async () => {
    const field = document.getElementById('share-link') as HTMLInputElement;
    field.select();
    try {
      await navigator.clipboard.writeText(url);
      notify(share.copied, 'good');
    } catch {
      // A page without clipboard rights, as on plain http: the link stands selected.
      notify(share.copyByHand);
    }
  };
  // Absent in some browsers, whatever the type says.
  const native = 'share' in navigator;
  return (
    <Panel title={share.title} testId="share-panel">
      <p>{place ? share.body(place.name[language.value]) : share.bodyHere}</p>
      <div class="field">
        <label for="share-link">{share.link}</label>
        <input id="share-link" class="input" readOnly value={url} data-testid="share-link" />
      </div>
      <div class="row">
        <Button testId="share-copy" icon="link" kind="gold" act={() => void copy()}>
          {share.copy}
        </Button>
        {native && (
          <Button
            testId="share-native"
            icon="share"
            act={() => void navigator.share({ title: pageTitle, url }).catch(() => undefined)}
          >
            {share.native}
          </Button>
        )}
      </div>
    </Panel>
  );
}
