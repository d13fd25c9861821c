import { expect, test } from "vitest";
import { messages } from "../messages.ts";
import { type DoorView, doorView } from "./door.ts";
import type { Connection } from "./viewer-state.ts";

const words = messages.join;

test.each<[Connection, string, DoorView]>([
  [{ kind: "connecting" }, "", { text: words.looking, on: false }],
  [{ kind: "open" }, "", { text: words.nothing, on: false }],
  [{ kind: "open" }, "Bunny", { text: words.showing("Bunny"), on: true }],
  [{ kind: "waiting", secondsLeft: 3 }, "", { text: words.away, on: false }],
  [{ kind: "waiting", secondsLeft: 3 }, "Bunny", { text: words.showing("Bunny"), on: true }],
  [{ kind: "closed", code: "no-such-room" }, "", { text: messages.error.codes["no-such-room"], on: false }],
  [{ kind: "closed", code: "outdated" }, "Bunny", { text: messages.state.outdated.title, on: false }],
  [{ kind: "closed", code: "room-full" }, "", { text: messages.error.codes["room-full"], on: false }],
])("with %o and the film %o the door says %o", (connection, film, view) => {
  expect(doorView(connection, film)).toEqual(view);
});
