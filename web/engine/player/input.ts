import { clamp } from '../math.js';
import { TouchControls } from './touch-controls.js';

/** What the person wants this frame. Angles in radians, already scaled. */
export interface Intent {
  right: number;
  forward: number;
  run: boolean;
  jump: boolean;
  turn: number;
  tilt: number;
  zoom: number;
  interact: boolean;
  toggleView: boolean;
}

const kMouseTurn = 0.0042;
const kTouchTurn = 0.0062;
const kKeyTurn = 1.9;
const kStickTurn = 2.6;
const kDeadZone = 0.14;

const kMoveKeys: Readonly<Record<string, string>> = {
  KeyW: 'forward',
  KeyS: 'back',
  KeyA: 'left',
  KeyD: 'right',
  ArrowUp: 'forward',
  ArrowDown: 'back',
  ArrowLeft: 'turnLeft',
  ArrowRight: 'turnRight',
  PageUp: 'lookUp',
  PageDown: 'lookDown',
  ShiftLeft: 'run',
  ShiftRight: 'run',
  Space: 'jump',
  KeyE: 'interact',
  KeyV: 'view',
};

/** Keys that mean something else to a focused button or list. */
const kSharedKeys = new Set([
  'Space',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'PageUp',
  'PageDown',
]);

function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Keyboard, mouse, touch and gamepad, gathered into one intent a frame. */
export class Input {
  enabled = true;
  private readonly held = new Set<string>();
  private readonly pressed = new Set<string>();
  private turn = 0;
  private tilt = 0;
  private zoom = 0;
  private dragging = -1;
  private lastX = 0;
  private lastY = 0;
  private padHeld = 0;
  private readonly touch: TouchControls;
  private readonly abort = new AbortController();

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.touch = new TouchControls(canvas);
    const options = { signal: this.abort.signal };
    window.addEventListener('keydown', (event) => this.onKey(event, true), options);
    window.addEventListener('keyup', (event) => this.onKey(event, false), options);
    window.addEventListener('blur', () => this.held.clear(), options);
    document.addEventListener('visibilitychange', () => this.release(), options);
    canvas.addEventListener('pointerdown', (event) => this.onDown(event), options);
    canvas.addEventListener('pointermove', (event) => this.onMove(event), options);
    canvas.addEventListener('pointerup', (event) => this.onUp(event), options);
    canvas.addEventListener('pointercancel', (event) => this.onUp(event), options);
    canvas.addEventListener('contextmenu', (event) => event.preventDefault(), options);
    canvas.addEventListener('wheel', (event) => this.onWheel(event), {
      ...options,
      passive: false,
    });
    canvas.style.touchAction = 'none';
  }

  private onKey(event: KeyboardEvent, down: boolean): void {
    const act = kMoveKeys[event.code];
    if (!act) return;
    if (!down) {
      this.held.delete(act);
      return;
    }
    if (!this.enabled || event.ctrlKey || event.metaKey || event.altKey) return;
    if (takesText(event.target)) return;
    const free = event.target === document.body || event.target === this.canvas;
    if (!free && kSharedKeys.has(event.code)) return;
    if (kSharedKeys.has(event.code)) event.preventDefault();
    if (!event.repeat) this.pressed.add(act);
    this.held.add(act);
  }

  private onDown(event: PointerEvent): void {
    // A touch that is dragged moves no focus by itself: the field written in would keep the keys.
    const wrote = takesText(document.activeElement);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (event.pointerType === 'touch') {
      if (this.enabled || wrote) this.touch.down(event);
      return;
    }
    this.dragging = event.pointerId;
    this.lastX = event.clientX;
    this.lastY = event.clientY;
    this.canvas.setPointerCapture(event.pointerId);
  }

  private onMove(event: PointerEvent): void {
    if (event.pointerType === 'touch') {
      const look = this.touch.move(event);
      this.turn -= look.x * kTouchTurn;
      this.tilt -= look.y * kTouchTurn;
      this.zoom += look.zoom;
      return;
    }
    const locked = document.pointerLockElement === this.canvas;
    if (!locked && this.dragging !== event.pointerId) return;
    const dx = locked ? event.movementX : event.clientX - this.lastX;
    const dy = locked ? event.movementY : event.clientY - this.lastY;
    this.lastX = event.clientX;
    this.lastY = event.clientY;
    if (!this.enabled) return;
    this.turn -= dx * kMouseTurn;
    this.tilt -= dy * kMouseTurn;
  }

  private onUp(event: PointerEvent): void {
    if (event.pointerType === 'touch') this.touch.up(event);
    else if (this.dragging === event.pointerId) this.dragging = -1;
  }

  private onWheel(event: WheelEvent): void {
    event.preventDefault();
    this.zoom += clamp(event.deltaY, -120, 120) / 240;
  }

  private pad(): { x: number; y: number; lookX: number; lookY: number; run: boolean } {
    const none = { x: 0, y: 0, lookX: 0, lookY: 0, run: false };
    const pad = navigator.getGamepads?.().find((p) => p?.connected && p.mapping === 'standard');
    if (!pad) return none;
    const axis = (i: number): number => {
      const v = pad.axes[i] ?? 0;
      return Math.abs(v) < kDeadZone ? 0 : v;
    };
    const bits =
      (pad.buttons[0]?.pressed ? 1 : 0) |
      (pad.buttons[2]?.pressed ? 2 : 0) |
      (pad.buttons[3]?.pressed ? 4 : 0);
    const fresh = bits & ~this.padHeld;
    this.padHeld = bits;
    if (fresh & 1) this.pressed.add('jump');
    if (fresh & 2) this.pressed.add('interact');
    if (fresh & 4) this.pressed.add('view');
    const run = Boolean(pad.buttons[10]?.pressed) || Boolean(pad.buttons[7]?.pressed);
    return { x: axis(0), y: axis(1), lookX: axis(2), lookY: axis(3), run };
  }

  /** Everything since the frame before. */
  take(seconds: number): Intent {
    const pad = this.pad();
    const stick = this.touch.stick;
    const key = (plus: string, minus: string): number =>
      (this.held.has(plus) ? 1 : 0) - (this.held.has(minus) ? 1 : 0);
    const intent: Intent = {
      right: clamp(key('right', 'left') + stick.x + pad.x, -1, 1),
      forward: clamp(key('forward', 'back') - stick.y - pad.y, -1, 1),
      run: this.held.has('run') || stick.far || pad.run,
      jump: this.pressed.has('jump') || this.held.has('jump') || this.touch.takeJump(),
      turn:
        this.turn + (key('turnLeft', 'turnRight') * kKeyTurn - pad.lookX * kStickTurn) * seconds,
      tilt: this.tilt + (key('lookUp', 'lookDown') - pad.lookY * 1.6) * seconds,
      zoom: this.zoom,
      interact: this.pressed.has('interact'),
      toggleView: this.pressed.has('view'),
    };
    this.turn = this.tilt = this.zoom = 0;
    this.pressed.clear();
    if (!this.enabled)
      return { ...intent, right: 0, forward: 0, jump: false, interact: false, toggleView: false };
    return intent;
  }

  release(): void {
    this.held.clear();
    this.pressed.clear();
    this.touch.release();
  }

  dispose(): void {
    this.abort.abort();
    this.touch.dispose();
  }
}
