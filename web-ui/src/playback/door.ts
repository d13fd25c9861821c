import { messages, refusalInWords } from "../messages.ts";
import type { Connection } from "./viewer-state.ts";

/** What is going on behind the door. */
export interface DoorView {
  readonly text: string;
  /** Whether a film is on. */
  readonly on: boolean;
}

/** @param film name of what is on, empty for none */
export function doorView(connection: Connection, film: string): DoorView {
  const words = messages.join;
  if (connection.kind === "closed") {
    return { text: closedInWords(connection.code), on: false };
  }
  if (film !== "") {
    return { text: words.showing(film), on: true };
  }
  switch (connection.kind) {
    case "open":
      return { text: words.nothing, on: false };
    case "waiting":
      return { text: words.away, on: false };
    case "connecting":
    case "removed":
      return { text: words.looking, on: false };
  }
}

function closedInWords(code: string): string {
  return code === "outdated" ? messages.state.outdated.title : refusalInWords(code);
}
