import WebSocket from 'ws';
import { bytesOf, Held, writeTold } from '../told.mjs';
import { nowMs } from '../walk.mjs';

// The official client, on the same ws on every Node.
globalThis.WebSocket = WebSocket;
const { Client } = await import('colyseus.js');

class ColyseusClient {
  heardAtMs = nowMs();
  frames = 0;
  onClosed = () => {};
  #room;
  #fields;
  #held;
  #bytes;

  constructor(room, fields, person, watched) {
    this.person = person;
    this.#room = room;
    this.#fields = fields;
    this.#held = new Held(fields);
    this.#bytes = Buffer.alloc(bytesOf(fields));
    if (!watched) room.serializer.patch = () => {};
    room.onStateChange(() => {
      ++this.frames;
      this.heardAtMs = nowMs();
      if (watched) this.#hear(room.state.people);
    });
    room.onLeave(() => this.onClosed());
  }

  #hear(people) {
    if (people === undefined) return;
    people.forEach((shown, key) => {
      const valueAt = (index) => shown[this.#fields[index]];
      const newest = this.held(Number(key))?.newest;
      if (newest?.every((value, index) => value === valueAt(index))) return;
      this.#held.hear(Number(key), valueAt, this.heardAtMs);
    });
    this.#held.forgetUnless((person) => people.has(String(person)));
  }

  held(person) {
    return this.#held.of(person);
  }

  tell(values) {
    writeTold(this.#bytes, this.person, values);
    this.#room.sendBytes('m', this.#bytes);
  }

  bytesIn() {
    return this.#room.connection.transport.ws._socket.bytesRead;
  }
}

/** Comes in as `person`; only who is watched decodes what comes. */
export async function join(port, fields, person, watched) {
  const client = new Client(`ws://127.0.0.1:${port}`);
  const room = await client.joinOrCreate('plaza', { person });
  return new ColyseusClient(room, fields, person, watched);
}
