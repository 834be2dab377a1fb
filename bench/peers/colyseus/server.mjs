// A room whose state each client sees through a view of those nearest to it.
import { Room, Server } from '@colyseus/core';
import { Encoder, schema, StateView } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { Nearest } from '../nearest.mjs';
import { tellRung } from '../serving.mjs';
import { readValue } from '../told.mjs';
import { nowMs, STEP_MS } from '../walk.mjs';

// Who comes among the nearest 36 is let in, who leaves the nearest 44 is let out: the nearest 32
// are always known, and those at the edge do not come and go.
const LET_IN = 36;
const KEPT = 44;
const TICKS_A_VIEW = 5; // a view is renewed four times a second

Encoder.BUFFER_SIZE = 8 * 1024 * 1024; // all views of a tick share it
const counts = { ticks: 0 };
const { FIELDS } = await import(`../ways/${process.argv[2]}.mjs`);

const Person = schema(Object.fromEntries(FIELDS.map((field) => [field, 'int16'])));
const Plaza = schema({ people: { map: Person, view: true } });

class Visitor {
  shown = new Set();
  finder = new Nearest();
  heardAtMs = nowMs();

  constructor(client, person) {
    this.client = client;
    this.person = person;
  }

  /** In metres; a way that tells no velocity has them where they were. */
  along(axis, atMs) {
    const velocity = this.person[`v${axis}`] ?? 0;
    return this.person[axis] / 100 + (velocity * (atMs - this.heardAtMs)) / 1e6;
  }
}

class PlazaRoom extends Room {
  maxMessagesPerSecond = Infinity;
  #visitors = [];

  onCreate() {
    this.state = new Plaza();
    this.patchRate = STEP_MS;
    this.onMessage('m', (client, bytes) =>
      this.#take(client, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)),
    );
  }

  onJoin(client, { person }) {
    client.view = new StateView();
    const visitor = new Visitor(client, new Person());
    FIELDS.forEach((field) => (visitor.person[field] = 0));
    client.userData = visitor;
    this.#visitors.push(visitor);
    this.state.people.set(String(person), visitor.person);
  }

  #take(client, bytes) {
    const visitor = client.userData;
    visitor.heardAtMs = nowMs();
    FIELDS.forEach((field, index) => (visitor.person[field] = readValue(bytes, 0, index)));
  }

  onBeforePatch() {
    ++counts.ticks;
    const now = nowMs();
    const xs = Float64Array.from(this.#visitors, (visitor) => visitor.along('x', now));
    const zs = Float64Array.from(this.#visitors, (visitor) => visitor.along('z', now));
    for (let i = counts.ticks % TICKS_A_VIEW; i < this.#visitors.length; i += TICKS_A_VIEW) {
      this.#renewView(this.#visitors[i], this.#visitors[i].finder.find(xs, zs, i, KEPT));
    }
  }

  #renewView({ client, shown }, nearest) {
    const kept = new Set(nearest);
    for (const index of shown) {
      if (kept.has(index)) continue;
      client.view.remove(this.#visitors[index].person);
      shown.delete(index);
    }
    for (const index of nearest.slice(0, LET_IN)) {
      if (shown.has(index)) continue;
      client.view.add(this.#visitors[index].person);
      shown.add(index);
    }
  }
}

const transport = new WebSocketTransport({ perMessageDeflate: false });
const server = new Server({ transport, greet: false });
server.define('plaza', PlazaRoom);
await server.listen(0, '127.0.0.1');
tellRung(transport.server.address().port, counts);
