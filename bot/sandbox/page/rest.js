/** The calls of Discord's REST API that the page makes, and what its errors say to a person. */

const API = "/api/v10";

/** A refused call. `message` is a sentence the person can act on. */
export class RestError extends Error {
  constructor(status, body) {
    super(sentence(status, body));
  }
}

export class Rest {
  #token;

  constructor(token) {
    this.#token = token;
  }

  messages(channelId, { limit, before }) {
    const query = new URLSearchParams({ limit, ...(before && { before }) });
    return this.#call("GET", `/channels/${channelId}/messages?${query}`);
  }

  send(channelId, { content, nonce, replyTo }) {
    const reference = replyTo && { message_reference: { channel_id: channelId, message_id: replyTo } };
    return this.#call("POST", `/channels/${channelId}/messages`, { content, nonce, tts: false, ...reference });
  }

  edit(channelId, messageId, content) {
    return this.#call("PATCH", `/channels/${channelId}/messages/${messageId}`, { content });
  }

  remove(channelId, messageId) {
    return this.#call("DELETE", `/channels/${channelId}/messages/${messageId}`);
  }

  removeChannel(channelId) {
    return this.#call("DELETE", `/channels/${channelId}`);
  }

  /** No call of Discord's: see message_actions.js. */
  clearFrom(channelId, messageId) {
    return this.#call("POST", "/sandbox/clear", { channel_id: channelId, message_id: messageId }, "");
  }

  typing(channelId) {
    return this.#call("POST", `/channels/${channelId}/typing`);
  }

  startThread(channelId, messageId, name) {
    const body = { name, auto_archive_duration: 1440 };
    return this.#call("POST", `/channels/${channelId}/messages/${messageId}/threads`, body);
  }

  commandIndex(channelId) {
    return this.#call("GET", `/channels/${channelId}/application-command-index`);
  }

  interact(interaction) {
    return this.#call("POST", "/interactions", interaction);
  }

  async #call(method, path, body, base = API) {
    const headers = { Authorization: this.#token };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const request = { method, headers, body: body && JSON.stringify(body) };
    const response = await fetch(base + path, request).catch(() => {
      throw new RestError(0);
    });
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new RestError(response.status, answer);
    return answer;
  }
}

function sentence(status, body) {
  if (status === 0) return "The sandbox does not answer. Is “bot demo” still running?";
  if (status === 429) return `You are going too fast. Try again in ${Math.ceil(body?.retry_after ?? 1)} s.`;
  if (status >= 500) return `The sandbox had a problem (${status}). Please try again.`;
  return firstFieldError(body?.errors) ?? body?.message ?? `The sandbox refused this (${status}).`;
}

/** The first message in the nested `errors` of a 50035 answer, whichever field it belongs to. */
function firstFieldError(errors) {
  if (!errors || typeof errors !== "object") return undefined;
  if (Array.isArray(errors._errors)) return errors._errors[0]?.message;
  for (const inner of Object.values(errors)) {
    const found = firstFieldError(inner);
    if (found) return found;
  }
  return undefined;
}
