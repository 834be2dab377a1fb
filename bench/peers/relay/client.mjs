import WebSocket from 'ws';
import { bytesOf, Held, readPerson, readValue, writeTold } from '../told.mjs';
import { nowMs } from '../walk.mjs';

/** Reads and forgets what comes, without the cost of parsing it: the load must not starve. */
function drain(socket) {
  socket._socket.removeAllListeners('data').on('data', () => {});
}

class RelayClient {
  heardAtMs = nowMs();
  frames = 0;
  onClosed = () => {};
  #socket;
  #held;
  #size;

  constructor(socket, fields, person, watched) {
    this.person = person;
    this.#held = new Held(fields);
    this.#size = bytesOf(fields);
    this.#socket = socket;
    if (watched) socket.on('message', (news) => this.#take(news));
    else socket.on('open', () => drain(socket));
    socket.on('close', () => this.onClosed());
  }

  #take(news) {
    ++this.frames;
    this.heardAtMs = nowMs();
    for (let offset = 0; offset < news.length; offset += this.#size) {
      const valueAt = (index) => readValue(news, offset, index);
      this.#held.hear(readPerson(news, offset), valueAt, this.heardAtMs);
    }
  }

  held(person) {
    return this.#held.of(person);
  }

  tell(values) {
    const bytes = Buffer.allocUnsafe(this.#size);
    writeTold(bytes, this.person, values);
    this.#socket.send(bytes);
  }

  bytesIn() {
    return this.#socket._socket.bytesRead;
  }
}

/** Comes in as `person`; only who is watched reads what comes. */
export function join(port, fields, person, watched) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    const client = new RelayClient(socket, fields, person, watched);
    socket.on('open', () => resolve(client));
    socket.on('error', reject);
  });
}
