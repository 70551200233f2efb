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

  send(channelId, { content, nonce, replyTo, files = [] }) {
    const reference = replyTo && { message_reference: { channel_id: channelId, message_id: replyTo } };
    const attachments = files.length ? { attachments: files.map(({ name }, id) => ({ id, filename: name })) } : {};
    const body = { content, nonce, tts: false, ...reference, ...attachments };
    return this.#call("POST", `/channels/${channelId}/messages`, body, { files });
  }

  speak(locale) {
    return this.#call("PATCH", "/users/@me/settings", { locale });
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
    return this.#call("POST", "/sandbox/clear", { channel_id: channelId, message_id: messageId }, { base: "" });
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

  interact(interaction, files = []) {
    return this.#call("POST", "/interactions", interaction, { files });
  }

  async #call(method, path, body, { base = API, files = [] } = {}) {
    const headers = { Authorization: this.#token };
    if (body !== undefined && !files.length) headers["Content-Type"] = "application/json";
    const request = { method, headers, body: files.length ? withFiles(body, files) : body && JSON.stringify(body) };
    const response = await fetch(base + path, request).catch(() => {
      throw new RestError(0);
    });
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new RestError(response.status, answer);
    return answer;
  }
}

function withFiles(body, files) {
  const form = new FormData();
  form.append("payload_json", JSON.stringify(body));
  files.forEach((file, key) => form.append(`files[${key}]`, file, file.name));
  return form;
}

function sentence(status, body) {
  if (status === 0) return "The sandbox does not answer. Is “bot demo” still running?";
  if (status === 413) return "That file is too large: at most 10 MB each.";
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
