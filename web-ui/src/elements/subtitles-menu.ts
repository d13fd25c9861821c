import { messages } from "../messages.ts";
import type { ChoiceView } from "../playback/choice.ts";
import { ChoiceMenu } from "./choice-menu.ts";
import { h } from "./dom.ts";
import { filePicker } from "./file-picker.ts";
import { icons } from "./icons.ts";

/**
 * A button that opens the choice of subtitles, and of a file of one's own, which is all that there is where the film
 * has none. Fires `subtitles` (`CustomEvent<string>`, the track's id, empty for none) and `picksubtitles`
 * (`CustomEvent<File>`).
 */
export class SubtitlesMenu extends ChoiceMenu {
  static define(tag = "subtitles-menu"): void {
    customElements.get(tag) ?? customElements.define(tag, SubtitlesMenu);
  }

  #view: ChoiceView | undefined;

  constructor() {
    const words = messages.subtitles;
    super({ label: words.menu, picture: icons.subtitles, event: "subtitles" });
    const own = h("button", { type: "button", class: "button small" }, words.own);
    const input = filePicker(".vtt,.srt", (file) =>
      this.dispatchEvent(new CustomEvent("picksubtitles", { detail: file })),
    );
    own.addEventListener("click", () => input.click());
    this.add(own, input);
  }

  show(view: ChoiceView): void {
    if (view !== this.#view) {
      this.#view = view;
      const off = { id: "", name: messages.subtitles.off };
      const options = view.options.length === 0 ? [] : [off, ...view.options];
      this.draw({ options, chosen: view.chosen ?? "" }, view.chosen !== undefined);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "subtitles-menu": SubtitlesMenu;
  }
}
