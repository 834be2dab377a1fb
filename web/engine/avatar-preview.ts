import type { AvatarPreviewControl, Emote } from './types.js';

/** A small canvas with a slowly turning person, for choosing a look. */
export class AvatarPreview implements AvatarPreviewControl {
  private constructor(readonly canvas: HTMLCanvasElement) {}

  static async create(canvas: HTMLCanvasElement, look: bigint): Promise<AvatarPreview> {
    const preview = new AvatarPreview(canvas);
    preview.setLook(look);
    return preview;
  }

  setLook(look: bigint): void {
    void look;
  }

  emote(emote: Emote): void {
    void emote;
  }

  dispose(): void {}
}
