import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onWake } from "./wake.ts";

class FakeDocument extends EventTarget {
  hidden = false;
}

let page: FakeDocument;
let view: EventTarget;
let connection: EventTarget;
let ends: AbortController;
let heard: string[];

beforeEach(() => {
  page = new FakeDocument();
  view = new EventTarget();
  connection = new EventTarget();
  ends = new AbortController();
  heard = [];
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", view);
  vi.stubGlobal("navigator", { connection });
});

afterEach(() => vi.unstubAllGlobals());

function listen(): void {
  onWake({ seen: () => heard.push("seen"), network: () => heard.push("network") }, ends.signal);
}

test("a tab that is shown is seen, one that is hidden is not", () => {
  listen();
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  expect(heard).toEqual([]);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  expect(heard).toEqual(["seen"]);
});

test("a page from the browser's store is seen where its tab is in front", () => {
  listen();
  view.dispatchEvent(new Event("pageshow"));
  page.hidden = true;
  view.dispatchEvent(new Event("pageshow"));
  expect(heard).toEqual(["seen"]);
});

test("news of the network is no look at the page, and is heard in a hidden tab, too", () => {
  listen();
  connection.dispatchEvent(new Event("change"));
  page.hidden = true;
  view.dispatchEvent(new Event("online"));
  expect(heard).toEqual(["network", "network"]);
});

test("a browser that tells nothing of the way to the network still tells that it is online", () => {
  vi.stubGlobal("navigator", {});
  listen();
  view.dispatchEvent(new Event("online"));
  expect(heard).toEqual(["network"]);
});

test("nothing is heard once it is over", () => {
  listen();
  ends.abort();
  page.dispatchEvent(new Event("visibilitychange"));
  view.dispatchEvent(new Event("pageshow"));
  view.dispatchEvent(new Event("online"));
  connection.dispatchEvent(new Event("change"));
  expect(heard).toEqual([]);
});
