// The visitor's person: flat at once, turning in three dimensions when the engine has come.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { AvatarPreview } from '../../engine';
import { graphics } from '../../engine/graphics';
import { words } from '../i18n';
import { Figure } from './figure';

export function AvatarStage({ look }: { look: bigint }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const preview = useRef<AvatarPreview | null>(null);
  const ready = useSignal(false);
  useEffect(() => {
    let gone = false;
    const show = async () => {
      // Drawn by the processor a turning person would hold up the page; the flat one stays.
      if (graphics() !== 'hardware') return;
      const { AvatarPreview } = await import('../../engine');
      if (gone || !canvas.current) return;
      const made = await AvatarPreview.create(canvas.current, look);
      if (gone) return made.dispose();
      preview.current = made;
      ready.value = true;
    };
    // Without WebGL2 the flat person stays; the page says why when the visitor enters.
    show().catch(() => undefined);
    return () => {
      gone = true;
      preview.current?.dispose();
    };
  }, []);
  useEffect(() => preview.current?.setLook(look), [look, ready.value]);
  return (
    <div
      class="avatar-stage"
      role="img"
      aria-label={words.value.look.preview}
      data-testid="avatar-preview"
    >
      {!ready.value && <Figure look={look} />}
      <canvas ref={canvas} />
    </div>
  );
}
