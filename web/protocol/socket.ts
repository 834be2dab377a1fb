// The one place that touches the browser's WebSocket. Connection sees this face only, so a test
// can play the server.

export interface SocketHandlers {
  opened(): void;
  text(data: string): void;
  frame(data: DataView): void;
  /** Called once, whatever the cause; nothing follows it. */
  closed(): void;
}

export interface Socket {
  send(data: string | ArrayBuffer): void;
  /** Bytes accepted but not yet given to the network. */
  readonly waitingBytes: number;
  close(): void;
}

/** Time, chance and the network as a Connection needs them. */
export interface Surroundings {
  openSocket(handlers: SocketHandlers): Socket;
  nowMs(): number;
  random(): number;
  /** Returns the call that cancels. */
  after(ms: number, act: () => void): () => void;
}

class BrowserSocket implements Socket {
  private readonly socket: WebSocket;

  constructor(url: string, handlers: SocketHandlers) {
    this.socket = new WebSocket(url);
    this.socket.binaryType = 'arraybuffer';
    this.socket.onopen = () => handlers.opened();
    this.socket.onclose = () => handlers.closed();
    this.socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      if (typeof event.data === 'string') handlers.text(event.data);
      else handlers.frame(new DataView(event.data));
    };
  }

  get waitingBytes(): number {
    return this.socket.bufferedAmount;
  }

  send(data: string | ArrayBuffer): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(data);
  }

  close(): void {
    this.socket.close();
  }
}

/** The real browser; url is ws:// or wss://. */
export function browserSurroundings(url: string): Surroundings {
  return {
    openSocket: (handlers) => new BrowserSocket(url, handlers),
    nowMs: () => performance.now(),
    random: () => Math.random(),
    after: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
  };
}
