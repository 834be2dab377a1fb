// How the visitor pressed last. A field that takes the focus brings up the keyboard of a phone over
// the city, so fields take it only from who pressed by mouse or key.
let finger = false;

export function followFingers(): void {
  addEventListener('pointerdown', (event) => (finger = event.pointerType === 'touch'), true);
  addEventListener('keydown', () => (finger = false), true);
}

export function byFinger(): boolean {
  return finger;
}
