import WebSocket from 'ws';
import { MOTION_BYTES, writeMotion } from '../motion.mjs';
import { nowMs } from '../walk.mjs';

// The official client, on the same ws on every Node.
globalThis.WebSocket = WebSocket;
const { Client } = await import('colyseus.js');

class ColyseusClient {
  heardAtMs = nowMs();
  frames = 0;
  onClosed = () => {};
  #room;
  #bytes = Buffer.alloc(MOTION_BYTES);

  constructor(room, person, watched) {
    this.person = person;
    this.#room = room;
    if (!watched) room.serializer.patch = () => {};
    room.onStateChange(() => {
      ++this.frames;
      this.heardAtMs = nowMs();
    });
    room.onLeave(() => this.onClosed());
  }

  held(person) {
    const shown = this.#room.state.people?.get(String(person));
    if (shown === undefined) return undefined;
    const { step, x, z, vx, vz } = shown;
    return { person, step, x: x / 100, z: z / 100, vx: vx / 1000, vz: vz / 1000 };
  }

  tell(motion) {
    writeMotion(this.#bytes, 0, motion);
    this.#room.sendBytes('m', this.#bytes);
  }

  bytesIn() {
    return this.#room.connection.transport.ws._socket.bytesRead;
  }
}

/** Comes in as `person`; only who is watched decodes what comes. */
export async function join(port, person, watched) {
  const client = new Client(`ws://127.0.0.1:${port}`);
  const room = await client.joinOrCreate('plaza', { person });
  return new ColyseusClient(room, person, watched);
}
