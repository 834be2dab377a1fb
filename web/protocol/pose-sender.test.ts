import { expect, it } from 'vitest';
import { Connection } from './connection';
import { FakeSurroundings, welcomeMessage } from './fake-surroundings';
import { axisFromWire, heightFromWire } from './position';
import { isLater, PoseSender, type BodyPose } from './pose-sender';

const guest = {
  name: 'Mei',
  look: 0n,
  token: '',
  deviceHint: '',
  language: 'zh',
  place: '',
  space: '',
} as const;

const kFrameMs = 20;
const [kStand, kWalk, kRun, kSit] = [0, 1, 2, 4];
const standing: BodyPose = {
  x: 0,
  y: 0,
  z: 0,
  yaw: 0,
  pitch: 0,
  gait: kStand,
  velocityX: 0,
  velocityZ: 0,
};

/** Somebody in the city whose body is what a test says, fifty frames a second. */
class Walker {
  readonly around = new FakeSurroundings();
  readonly sender: PoseSender;
  body = { ...standing };

  constructor() {
    const connection = new Connection(this.around, () => guest);
    connection.start();
    this.around.socket.handlers.opened();
    this.around.socket.say(welcomeMessage());
    this.sender = new PoseSender(connection, () => this.around.nowMs());
    this.sender.update(this.body);
  }

  get poses(): DataView[] {
    const frames = this.around.socket.sent.filter((data) => data instanceof ArrayBuffer);
    return frames.map((frame) => new DataView(frame));
  }

  get last(): { gait: number; velocityX: number; velocityZ: number; x: number; y: number } {
    const view = this.poses.at(-1)!;
    return {
      gait: view.getUint8(20),
      velocityX: view.getInt8(21) / 16,
      velocityZ: view.getInt8(22) / 16,
      x: axisFromWire(view.getInt16(7, true), view.getUint16(11, true)),
      y: heightFromWire(view.getUint16(15, true)),
    };
  }

  frame(change: Partial<BodyPose>): void {
    this.around.pass(kFrameMs);
    this.body = { ...this.body, ...change };
    this.sender.update(this.body);
  }

  /** Moves on with the velocity of the body; returns the poses that it took. */
  go(seconds: number, change: (secondsGone: number) => Partial<BodyPose> = () => ({})): number {
    const before = this.poses.length;
    for (let ms = kFrameMs; ms <= seconds * 1000; ms += kFrameMs) {
      const body = { ...this.body, ...change(ms / 1000) };
      this.frame({
        ...body,
        x: body.x + (body.velocityX * kFrameMs) / 1000,
        z: body.z + (body.velocityZ * kFrameMs) / 1000,
      });
    }
    return this.poses.length - before;
  }
}

it('numbers poses from 1 and writes them as docs/protocol.md lays them out', () => {
  const { sender, poses, around } = new Walker();
  around.pass(50);
  const pose = { x: 65.5, y: 10, z: -1, yaw: Math.PI / 2, pitch: 0, gait: kWalk };
  sender.update({ ...pose, velocityX: -2.2, velocityZ: 0.5 });
  expect(poses).toHaveLength(1);
  // kind 4, sequence 2, time 1050, cell (1, -1), offsets 1536 and 64512, height 8832, yaw 16384,
  // pitch 0, gait 1, velocity -35/16 and 8/16.
  const bytes = new Uint8Array(around.socket.sent.at(-1) as ArrayBuffer);
  expect([...bytes]).toEqual([
    4, 2, 0, 0x1a, 4, 0, 0, 1, 0, 0xff, 0xff, 0, 6, 0, 0xfc, 0x80, 0x22, 0, 0x40, 0, 1, 0xdd, 8,
  ]);
  expect(sender.sequence).toBe(2);
});

it('says nothing while one stands', () => {
  expect(new Walker().go(10)).toBe(0);
});

it('takes one pose in two seconds of a straight walk, one to set off and one to stop', () => {
  const walker = new Walker();
  // After 0.02, 2.02 ... 8.02 s.
  expect(walker.go(10, () => ({ gait: kWalk, velocityX: 2.2 }))).toBe(5);
  walker.frame({ gait: kStand, velocityX: 0 });
  walker.go(1);
  expect(walker.poses).toHaveLength(1 + 5 + 1);
  expect(walker.last).toMatchObject({ gait: kStand, velocityX: 0, velocityZ: 0 });
  expect(walker.last.x).toBeCloseTo(22, 2);
});

it('says at once that one sets off, runs, stops and sits', () => {
  const walker = new Walker();
  for (const gait of [kWalk, kRun, kStand, kSit]) {
    const told = walker.poses.length;
    walker.go(0.5);
    walker.frame({ gait });
    expect(walker.poses).toHaveLength(told + 1);
  }
});

it('tells a sharp turn within a frame, for the way goes wrong by it', () => {
  const walker = new Walker();
  walker.go(0.5, () => ({ gait: kWalk, velocityX: 2.2 }));
  expect(walker.go(0.02, () => ({ velocityX: 0, velocityZ: -2.2, yaw: 1.6 }))).toBe(1);
  expect(walker.last).toMatchObject({ velocityX: 0, velocityZ: -35 / 16 });
});

it('follows a curve as closely as the tolerance says, with a few poses a second', () => {
  const walker = new Walker();
  const turnPerS = 2.2 / 5;
  const told = walker.go(10, (t) => ({
    gait: kWalk,
    velocityX: 2.2 * Math.cos(turnPerS * t),
    velocityZ: 2.2 * Math.sin(turnPerS * t),
  }));
  // Off by v^2 / r / 2 * t^2 = 0.484 t^2: more than 0.08 m after 0.41 s, seen in the frame after.
  expect(told).toBeGreaterThanOrEqual(22);
  expect(told).toBeLessThanOrEqual(26);
});

it('tells turns of the head and of the body that are seen', () => {
  const walker = new Walker();
  walker.go(1);
  walker.frame({ yaw: 0.19, pitch: -0.19 });
  expect(walker.poses).toHaveLength(1);
  walker.frame({ yaw: 0.21 });
  expect(walker.poses).toHaveLength(2);
  walker.go(1);
  walker.frame({ pitch: 0.3 });
  expect(walker.poses).toHaveLength(3);
});

it('turns over north are small turns', () => {
  const walker = new Walker();
  walker.go(1, () => ({ yaw: Math.PI - 0.05 }));
  const told = walker.poses.length;
  walker.go(1, () => ({ yaw: -Math.PI + 0.05 }));
  expect(walker.poses).toHaveLength(told);
});

it('tells each step of 15 cm on a slope, which reckoning leaves level', () => {
  const walker = new Walker();
  let y = 0;
  // 0.5 m up in a second: more than 0.15 m after 16 frames of 1 cm.
  const told = walker.go(2, () => ({ gait: kWalk, velocityX: 1, y: (y += 0.01) }));
  expect(told).toBe(1 + Math.floor(99 / 16));
  expect(Math.abs(walker.last.y - y)).toBeLessThan(0.16);
});

it('never tells more than twenty a second', () => {
  const walker = new Walker();
  let side = 1;
  const told = walker.go(2, () => ({ gait: kRun, velocityX: 6 * (side = -side) }));
  expect(told).toBeLessThanOrEqual(40);
});

it('stops whoever hides the page in the middle of a run', () => {
  const walker = new Walker();
  walker.go(0.3, () => ({ gait: kRun, velocityX: 6 }));
  walker.sender.stop();
  expect(walker.last).toMatchObject({ gait: kStand, velocityX: 0 });
  expect(walker.last.x).toBeCloseTo(1.8, 2);
  walker.sender.stop();
  expect(walker.poses).toHaveLength(3);
});

it('says where one is before an act, unless that is known', () => {
  const walker = new Walker();
  walker.go(1);
  walker.sender.flush();
  expect(walker.poses).toHaveLength(1);
  walker.frame({ x: 0.05 });
  walker.sender.flush();
  expect(walker.last.x).toBeCloseTo(0.05, 2);
});

it('says anew where one is after a correction', () => {
  const walker = new Walker();
  walker.go(1);
  walker.sender.renew();
  walker.frame({});
  expect(walker.poses).toHaveLength(2);
});

it('tells a stop again that the server has not accepted in three seconds, and no other', () => {
  const walker = new Walker();
  walker.go(1, () => ({ gait: kWalk, velocityX: 2.2 }));
  const moving = walker.sender.sequence;
  walker.frame({ gait: kStand, velocityX: 0 });
  const stopped = walker.last;
  walker.go(2.9);
  walker.sender.confirm(moving);
  expect(walker.poses).toHaveLength(3);
  walker.go(0.1);
  walker.sender.confirm(moving);
  expect(walker.poses).toHaveLength(4);
  expect(walker.last).toEqual(stopped);
  walker.go(2.9);
  walker.sender.confirm(moving);
  walker.go(10);
  walker.sender.confirm(moving + 2);
  expect(walker.poses).toHaveLength(4);
});

it('tells a stop again while the page is hidden', () => {
  const walker = new Walker();
  walker.go(1, () => ({ gait: kWalk, velocityX: 2.2 }));
  walker.sender.stop();
  walker.around.pass(3000);
  walker.sender.confirm(walker.sender.sequence - 1);
  expect(walker.poses).toHaveLength(4);
  expect(walker.last).toMatchObject({ gait: kStand, velocityX: 0 });
});

it('does not count a pose that could not be sent', () => {
  const connection = new Connection(new FakeSurroundings(), () => guest);
  const sender = new PoseSender(connection, () => 0);
  sender.update(standing);
  expect(sender.sequence).toBe(0);
});

it('compares sequence numbers across the wrap', () => {
  expect(isLater(1, 65_535)).toBe(true);
  expect(isLater(65_535, 1)).toBe(false);
  expect(isLater(5, 5)).toBe(false);
});
