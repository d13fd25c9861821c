import { h } from "./dom.ts";

/**
 * An unseen input whose `click()` lets the person pick one file.
 *
 * @param accept the kinds that are offered first, as in HTML
 * @param take gets what was picked, also the same file again
 */
export function filePicker(accept: string, take: (file: File) => void): HTMLInputElement {
  const input = h("input", { type: "file", accept, hidden: true });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    // The same file picked again is a change, too.
    input.value = "";
    if (file) {
      take(file);
    }
  });
  return input;
}
