const kStickRadius = 52;
const kRunShare = 0.92;
const kDoubleTapMs = 280;

interface Finger {
  id: number;
  x: number;
  y: number;
}

/** A stick that appears under the left thumb; the rest of the canvas looks around. */
export class TouchControls {
  readonly stick = { x: 0, y: 0, far: false };
  private move_: Finger | null = null;
  private looks: Finger[] = [];
  private lastTap = 0;
  private jump = false;
  private readonly base: HTMLDivElement;
  private readonly knob: HTMLDivElement;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.base = document.createElement('div');
    this.knob = document.createElement('div');
    this.base.setAttribute('aria-hidden', 'true');
    const round = (size: number): Partial<CSSStyleDeclaration> => ({
      position: 'absolute',
      width: `${size}px`,
      height: `${size}px`,
      borderRadius: '50%',
      pointerEvents: 'none',
    });
    Object.assign(this.base.style, round(kStickRadius * 2), {
      display: 'none',
      border: '2px solid rgba(255,255,255,0.55)',
      background: 'rgba(20,24,32,0.22)',
      boxSizing: 'border-box',
      zIndex: '2',
    });
    Object.assign(this.knob.style, round(46), {
      left: '50%',
      top: '50%',
      margin: '-23px 0 0 -23px',
      background: 'rgba(255,255,255,0.72)',
    });
    this.base.append(this.knob);
    canvas.parentElement?.append(this.base);
  }

  down(event: PointerEvent): void {
    this.canvas.setPointerCapture(event.pointerId);
    const box = this.canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const finger = { id: event.pointerId, x: event.clientX, y: event.clientY };
    if (!this.move_ && x < box.width * 0.45 && y > box.height * 0.35) {
      this.move_ = finger;
      Object.assign(this.base.style, {
        display: 'block',
        left: `${x - kStickRadius}px`,
        top: `${y - kStickRadius}px`,
      });
      return;
    }
    if (event.timeStamp - this.lastTap < kDoubleTapMs) this.jump = true;
    this.lastTap = event.timeStamp;
    this.looks.push(finger);
  }

  /** Pixels looked, and a pinch as zoom steps. */
  move(event: PointerEvent): { x: number; y: number; zoom: number } {
    const still = { x: 0, y: 0, zoom: 0 };
    if (this.move_?.id === event.pointerId) {
      this.tilt(event.clientX - this.move_.x, event.clientY - this.move_.y);
      return still;
    }
    const finger = this.looks.find((f) => f.id === event.pointerId);
    if (!finger) return still;
    const before = this.span();
    const x = event.clientX - finger.x;
    const y = event.clientY - finger.y;
    finger.x = event.clientX;
    finger.y = event.clientY;
    if (this.looks.length > 1) return { x: 0, y: 0, zoom: (before - this.span()) / 60 };
    return { x, y, zoom: 0 };
  }

  private span(): number {
    const [a, b] = this.looks;
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  }

  private tilt(dx: number, dy: number): void {
    const length = Math.hypot(dx, dy);
    const share = Math.min(1, length / kStickRadius);
    const scale = length > 0 ? share / length : 0;
    this.stick.x = dx * scale;
    this.stick.y = dy * scale;
    this.stick.far = share > kRunShare;
    const x = this.stick.x * kStickRadius;
    const y = this.stick.y * kStickRadius;
    this.knob.style.transform = `translate(${x}px, ${y}px)`;
  }

  up(event: PointerEvent): void {
    if (this.move_?.id === event.pointerId) this.release();
    this.looks = this.looks.filter((f) => f.id !== event.pointerId);
  }

  takeJump(): boolean {
    const jump = this.jump;
    this.jump = false;
    return jump;
  }

  release(): void {
    this.move_ = null;
    this.stick.x = this.stick.y = 0;
    this.stick.far = false;
    this.base.style.display = 'none';
    this.knob.style.transform = '';
  }

  dispose(): void {
    this.base.remove();
  }
}
