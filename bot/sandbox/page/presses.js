/** What is pressed under messages, from the click until the bot has answered, or has not. */

const COMPONENT = 3;

export class Presses {
  #state;
  #interact;
  #newNonce;

  /** `interact(interaction)` sends it and rejects where it is refused. */
  constructor({ state, interact, newNonce }) {
    this.#state = state;
    this.#interact = interact;
    this.#newNonce = newNonce;
  }

  /** Press a button, or choose `values` from a menu. The others of the message rest meanwhile. */
  async press(message, { type, custom_id: customId }, values) {
    const { id, channel_id: channelId } = message;
    if (this.#state.pressOn(id)?.nonce) return;
    const press = { channelId, customId, values, edited: message.edited_timestamp, nonce: this.#newNonce() };
    this.#state.notePress(id, press);
    try {
      await this.#interact({
        type: COMPONENT,
        application_id: message.application_id ?? message.author.id,
        guild_id: this.#state.channels.get(channelId)?.guild_id ?? undefined,
        channel_id: channelId,
        message_id: id,
        message_flags: message.flags,
        nonce: press.nonce,
        data: { component_type: type, custom_id: customId, ...(values && { values }) },
      });
    } catch (error) {
      this.#state.notePress(id, { channelId, customId, failure: error.message });
    }
  }

  settle(nonce, { answered }) {
    const found = this.#state.pressWith(nonce);
    if (!found) return;
    const [id, { channelId, customId, values, edited }] = found;
    const message = this.#state.timeline(channelId).find(id);
    // What one chose stays in the menu, unless the bot has changed the message and says itself what is chosen.
    const kept = answered && message?.edited_timestamp === edited ? values : undefined;
    const failure = answered ? null : "This interaction failed";
    this.#state.notePress(id, { channelId, customId, values: kept, failure });
  }
}
