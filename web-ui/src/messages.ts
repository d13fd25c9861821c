import { en, type Messages } from "./messages/en.ts";

/**
 * By language: another one is one more file of type `Messages`, named here. English comes with the page's script, the
 * others by themselves to those who read them.
 */
const catalogues: ReadonlyMap<string, () => Promise<Messages>> = new Map([
  ["en", async () => en],
  ["de", async () => (await import("./messages/de.ts")).de],
]);

/** The catalogue of the first language that there is one for, English otherwise, and where it does not come. */
export async function catalogueFor(languages: readonly string[]): Promise<Messages> {
  for (const language of languages) {
    const catalogue = catalogues.get(language.toLowerCase().split("-")[0] ?? "");
    if (catalogue) {
      return catalogue().catch(() => en);
    }
  }
  return en;
}

/** Every sentence that the pages show. */
export const messages: Messages = await catalogueFor(globalThis.navigator?.languages ?? []);

/**
 * Why a service refused, in the page's language.
 *
 * @param code the service's word for programs
 */
export function refusalInWords(code: string): string {
  const { codes, misunderstood } = messages.error;
  return Object.hasOwn(codes, code) ? codes[code as keyof typeof codes] : misunderstood(code);
}
