import { de } from "./messages/de.ts";
import { en, type Messages } from "./messages/en.ts";

/** By language: another one is one more file of type `Messages`, named here. */
const catalogues: ReadonlyMap<string, Messages> = new Map([
  ["en", en],
  ["de", de],
]);

/** The catalogue of the first language that there is one for, English otherwise. */
export function catalogueFor(languages: readonly string[]): Messages {
  for (const language of languages) {
    const catalogue = catalogues.get(language.toLowerCase().split("-")[0] ?? "");
    if (catalogue) {
      return catalogue;
    }
  }
  return en;
}

/** Every sentence that the pages show. */
export const messages: Messages = catalogueFor(globalThis.navigator?.languages ?? []);

/**
 * Why a service refused, in the page's language.
 *
 * @param code the service's word for programs
 */
export function refusalInWords(code: string): string {
  const { codes, misunderstood } = messages.error;
  return Object.hasOwn(codes, code) ? codes[code as keyof typeof codes] : misunderstood(code);
}
