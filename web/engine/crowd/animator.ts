import { Clip, clipCycle, kClipCount } from './clips.js';

const kBlendSeconds = 0.22;
/** Emote numbers of the wire to clips; index 0 = none. */
const kEmoteClips = [
  Clip.idle,
  Clip.wave,
  Clip.clap,
  Clip.bow,
  Clip.dance,
  Clip.sit,
  Clip.point,
  Clip.cheer,
];
const kGaitClips = [Clip.idle, Clip.walk, Clip.run, Clip.air, Clip.sit];
const kCycle = new Float32Array(kClipCount);
for (let clip = 0; clip < kClipCount; clip++) kCycle[clip] = clipCycle[clip as Clip];

/** The clip for a state byte (gait low, emote high): emotes show while standing. */
export function clipOf(state: number): Clip {
  const gait = state & 15;
  const emote = state >> 4;
  if (gait === 0 && emote > 0 && emote < kEmoteClips.length) return kEmoteClips[emote]!;
  return gait < kGaitClips.length ? kGaitClips[gait]! : Clip.idle;
}

/** Which clip each person shows, how far along, and the clip it blends from. */
export class Animator {
  clip = new Uint8Array(256);
  previous = new Uint8Array(256);
  phase = new Float32Array(256);
  previousPhase = new Float32Array(256);
  blend = new Float32Array(256).fill(1);

  reserve(handles: number): void {
    if (handles <= this.clip.length) return;
    const longer = <T extends { set(from: T): void }>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.clip = longer(new Uint8Array(handles), this.clip);
    this.previous = longer(new Uint8Array(handles), this.previous);
    this.phase = longer(new Float32Array(handles), this.phase);
    this.previousPhase = longer(new Float32Array(handles), this.previousPhase);
    this.blend = longer(new Float32Array(handles).fill(1), this.blend);
  }

  /**
   * `moved` metres since the step before set the pace of walking and running; `calm` keeps those
   * who do nothing from swaying.
   */
  step(handle: number, state: number, seconds: number, moved: number, calm = false): void {
    const wanted = clipOf(state);
    const current = this.clip[handle]!;
    if (wanted !== current) {
      this.previous[handle] = current;
      this.previousPhase[handle] = this.phase[handle]!;
      this.clip[handle] = wanted;
      this.blend[handle] = 0;
      const gaits = (wanted === 1 || wanted === 2) && (current === 1 || current === 2);
      // People who stand do not breathe in step; those who start an emote start at its beginning.
      if (!gaits) this.phase[handle] = wanted === 0 ? (handle * 0.618) % 1 : 0;
    }
    const steps = wanted === Clip.walk || wanted === Clip.run;
    const rests = calm && (wanted === Clip.idle || wanted === Clip.sit);
    const pace = rests ? 0 : (steps ? Math.min(moved, 0.6) : seconds) / kCycle[wanted]!;
    const phase = this.phase[handle]! + pace;
    this.phase[handle] = phase - Math.floor(phase);
    const blend = this.blend[handle]!;
    if (blend < 1) this.blend[handle] = Math.min(1, blend + seconds / kBlendSeconds);
  }
}
