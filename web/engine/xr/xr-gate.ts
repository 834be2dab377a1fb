import { Listeners } from '../listeners.js';
import type { HandsPose, Unsubscribe, XrGate } from '../types.js';
import type { XrHost, XrVisit } from './xr-visit.js';

/** The door to a headset; what is behind it loads when someone enters. */
export class XrDoor implements XrGate {
  private visit: XrVisit | null = null;
  private readonly handsListeners = new Listeners<[HandsPose]>();
  private readonly endListeners = new Listeners<[]>();

  constructor(private readonly host: XrHost) {}

  async supported(): Promise<boolean> {
    try {
      return (await navigator.xr?.isSessionSupported('immersive-vr')) ?? false;
    } catch {
      return false;
    }
  }

  get active(): boolean {
    return this.visit !== null;
  }

  async enter(): Promise<void> {
    if (this.visit || !navigator.xr) return;
    // Asked for at once: the browser forgets the press of the button that allows it.
    const session = await navigator.xr.requestSession('immersive-vr', {
      optionalFeatures: ['local-floor', 'hand-tracking'],
    });
    try {
      const { XrVisit } = await import('./xr-visit.js');
      this.visit = await XrVisit.begin(
        session,
        this.host,
        (hands) => this.handsListeners.tell(hands),
        () => {
          this.visit = null;
          this.endListeners.tell();
        },
      );
    } catch (fault) {
      await session.end();
      throw fault;
    }
  }

  async leave(): Promise<void> {
    await this.visit?.end();
  }

  onHands(listener: (hands: HandsPose) => void): Unsubscribe {
    return this.handsListeners.add(listener);
  }

  onEnd(listener: () => void): Unsubscribe {
    return this.endListeners.add(listener);
  }

  update(seconds: number): void {
    this.visit?.update(seconds);
  }
}
