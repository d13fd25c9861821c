import { de } from "./messages/de.ts";
import { en } from "./messages/en.ts";

/**
 * Every sentence that the pages show. Another language is one more file of type `Messages`, named in `catalogues`; the
 * browser's languages choose.
 *
 * Values that vary are arguments, already formatted for people (see `format.ts`), so that a translation may put them
 * where its grammar wants them. All of it is shown as text, never as markup.
 */
export type Messages = typeof en;

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

export const messages: Messages = catalogueFor(globalThis.navigator?.languages ?? []);

/**
 * Why a service refused, in the page's language.
 *
 * @param code the service's word for programs
 * @param told the service's own sentence, which is English: for what the catalogues have no sentence
 */
export function refusalInWords(code: string, told: string): string {
  const sentences: Readonly<Record<string, string>> = messages.error.codes;
  return (Object.hasOwn(sentences, code) ? sentences[code] : undefined) ?? told;
}
