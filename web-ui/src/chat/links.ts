/** A piece of a message: text, or an address that may be followed. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

const ADDRESS = /\bhttps?:\/\/[^\s<>"]+/giu;
const TRAILING = /[.,;:!?'’”“»…)\]}]+$/u;
const CLOSING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/**
 * Cuts a message into text and links. A link is an absolute http or https address without a name and password before
 * the host, which serve only to make one host look like another; what else looks like one stays text. All pieces
 * together are the message.
 */
export function pieces(message: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of message.matchAll(ADDRESS)) {
    const text = withoutSentence(match[0]);
    const href = safeAddress(text);
    if (href === undefined) {
      continue;
    }
    if (match.index > end) {
      found.push({ kind: "text", text: message.slice(end, match.index) });
    }
    found.push({ kind: "link", text, href });
    end = match.index + text.length;
  }
  if (end < message.length) {
    found.push({ kind: "text", text: message.slice(end) });
  }
  return found;
}

/** Leaves to the sentence what ends it; a bracket that the address opened itself is its own. */
function withoutSentence(address: string): string {
  const trailing = TRAILING.exec(address)?.[0] ?? "";
  let kept = address.slice(0, address.length - trailing.length);
  for (const character of trailing) {
    const opening = CLOSING[character];
    if (opening === undefined || count(kept, opening) <= count(kept, character)) {
      break;
    }
    kept += character;
  }
  return kept;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function safeAddress(text: string): string | undefined {
  if (!URL.canParse(text)) {
    return undefined;
  }
  const { protocol, username, password, href } = new URL(text);
  const web = protocol === "http:" || protocol === "https:";
  return web && username === "" && password === "" ? href : undefined;
}
