import WebSocket from 'ws';
import { MOTION_BYTES, readMotion, writeMotion } from '../motion.mjs';
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
  #held = new Map(); // by person: where its bytes are

  constructor(socket, person, watched) {
    this.person = person;
    this.#socket = socket;
    if (watched) socket.on('message', (news) => this.#take(news));
    else socket.on('open', () => drain(socket));
    socket.on('close', () => this.onClosed());
  }

  #take(news) {
    ++this.frames;
    this.heardAtMs = nowMs();
    for (let offset = 0; offset < news.length; offset += MOTION_BYTES) {
      this.#held.set(news.readUInt16LE(offset), { news, offset });
    }
  }

  held(person) {
    const at = this.#held.get(person);
    return at && readMotion(at.news, at.offset);
  }

  tell(motion) {
    const bytes = Buffer.allocUnsafe(MOTION_BYTES);
    writeMotion(bytes, 0, motion);
    this.#socket.send(bytes);
  }

  bytesIn() {
    return this.#socket._socket.bytesRead;
  }
}

/** Comes in as `person`; only who is watched reads what comes. */
export function join(port, person, watched) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    const client = new RelayClient(socket, person, watched);
    socket.on('open', () => resolve(client));
    socket.on('error', reject);
  });
}
