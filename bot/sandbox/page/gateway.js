/** One person's line to the gateway: heartbeats, RESUME after a drop, IDENTIFY when there is nothing to resume. */

const OP = {
  DISPATCH: 0,
  HEARTBEAT: 1,
  IDENTIFY: 2,
  RESUME: 6,
  RECONNECT: 7,
  INVALID_SESSION: 9,
  HELLO: 10,
  HEARTBEAT_ACK: 11,
};
const REFUSED = new Set([4004, 4010, 4011, 4012, 4013, 4014]);
const SESSION_GONE = new Set([4007, 4009]);
// Closing with 1000 or 1001 would end the session; any other code keeps it for RESUME.
const KEEP_SESSION = 4000;
const LONGEST_WAIT = 8_000;

export class Gateway {
  #url;
  #token;
  #onDispatch;
  #onStatus;
  #socket = null;
  #sessionId = null;
  #sequence = null;
  #failures = 0;
  #heartbeat = null;
  #acknowledged = true;

  /** `onStatus` hears "ready", "lost" (trying again by itself) and "refused" (never again). */
  constructor({ url, token, onDispatch, onStatus }) {
    this.#url = url;
    this.#token = token;
    this.#onDispatch = onDispatch;
    this.#onStatus = onStatus;
  }

  get sessionId() {
    return this.#sessionId;
  }

  connect() {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onmessage = ({ data }) => socket === this.#socket && this.#receive(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#dropped(code);
  }

  #send(op, d) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ op, d }));
  }

  #receive({ op, d, s, t }) {
    if (op === OP.DISPATCH) this.#dispatch(t, d, s);
    else if (op === OP.HELLO) this.#greet(d.heartbeat_interval);
    else if (op === OP.HEARTBEAT) this.#send(OP.HEARTBEAT, this.#sequence);
    else if (op === OP.HEARTBEAT_ACK) this.#acknowledged = true;
    else if (op === OP.RECONNECT) this.#leave();
    else if (op === OP.INVALID_SESSION) this.#leave({ forget: !d });
  }

  #dispatch(name, data, sequence) {
    this.#sequence = sequence;
    if (name === "READY") this.#sessionId = data.session_id;
    if (name === "READY" || name === "RESUMED") this.#failures = 0;
    this.#onDispatch(name, data);
    if (name === "READY" || name === "RESUMED") this.#onStatus("ready");
  }

  #greet(interval) {
    this.#acknowledged = true;
    this.#heartbeat = setInterval(() => this.#beat(), interval);
    if (this.#sessionId) {
      this.#send(OP.RESUME, { token: this.#token, session_id: this.#sessionId, seq: this.#sequence });
      return;
    }
    this.#send(OP.IDENTIFY, { token: this.#token, properties: { os: "web", browser: "sandbox", device: "sandbox" } });
  }

  #beat() {
    // No answer to the last beat: the line is dead although the socket has not noticed.
    if (!this.#acknowledged) {
      this.#leave();
      return;
    }
    this.#acknowledged = false;
    this.#send(OP.HEARTBEAT, this.#sequence);
  }

  #leave({ forget = false } = {}) {
    const socket = this.#socket;
    this.#dropped(forget ? 4009 : KEEP_SESSION);
    socket.close(KEEP_SESSION);
  }

  #dropped(code) {
    clearInterval(this.#heartbeat);
    this.#socket = null;
    if (REFUSED.has(code)) {
      this.#onStatus("refused");
      return;
    }
    if (SESSION_GONE.has(code)) this.#sessionId = this.#sequence = null;
    this.#onStatus("lost");
    const wait = Math.min(250 * 2 ** this.#failures, LONGEST_WAIT);
    this.#failures += 1;
    setTimeout(() => this.connect(), wait);
  }
}
