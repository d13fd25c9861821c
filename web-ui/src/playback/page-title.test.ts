import { expect, test } from "vitest";
import { shownName, tabMood, viewerTitle } from "./page-title.ts";

const watching = { joined: true, film: "Bunny", state: undefined, playing: true };

test("the title tells the film and whether it plays", () => {
  expect(viewerTitle(watching)).toBe("▶ Bunny · Watchparty");
  expect(viewerTitle({ ...watching, playing: false })).toBe("❚❚ Bunny · Watchparty");
});

test("the title tells what is wrong before what is on", () => {
  expect(viewerTitle({ ...watching, state: "Connection lost" })).toBe("Connection lost · Watchparty");
});

test("at the door the title tells what is on, if anything", () => {
  expect(viewerTitle({ ...watching, joined: false })).toBe("Bunny · Watchparty");
  expect(viewerTitle({ joined: false, film: "", state: undefined, playing: false })).toBe("Watchparty");
});

test("a film's name is shown as text, cut", () => {
  expect(shownName({ path: "a/b/<img src=x onerror=alert(1)>\u202e.mkv" })).toBe(
    "<img src=x onerror=alert(1)>",
  );
  expect([...shownName({ path: "🐰".repeat(10_000) })].length).toBe(120);
  expect(shownName(undefined)).toBe("");
});

test("the tab's icon tells what plays and what is lost", () => {
  expect(tabMood("watching", true)).toBe("playing");
  expect(tabMood("watching", false)).toBe("still");
  expect(tabMood("reconnecting", true)).toBe("away");
});
