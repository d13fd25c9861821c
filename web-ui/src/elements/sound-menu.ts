import { messages } from "../messages.ts";
import type { ChoiceView } from "../playback/choice.ts";
import { ChoiceMenu } from "./choice-menu.ts";
import { icons } from "./icons.ts";

/**
 * A button that opens the choice of sound tracks; hidden where there is none. Fires `soundtrack` (`CustomEvent<string>`,
 * the track's id).
 */
export class SoundMenu extends ChoiceMenu {
  static define(tag = "sound-menu"): void {
    customElements.get(tag) ?? customElements.define(tag, SoundMenu);
  }

  #view: ChoiceView | undefined;

  constructor() {
    super({ label: messages.soundTracks.menu, picture: icons.soundTracks, event: "soundtrack" });
  }

  show(view: ChoiceView): void {
    if (view !== this.#view) {
      this.#view = view;
      this.draw(view, false);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "sound-menu": SoundMenu;
  }
}
