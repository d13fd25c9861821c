import { expect, test } from "vitest";
import { pieces } from "./links.ts";

test.each([
  ["see https://example.org", ["https://example.org/"]],
  ["HTTP://EXAMPLE.ORG/A and http://b.example", ["http://example.org/A", "http://b.example/"]],
  ["(https://example.org/a).", ["https://example.org/a"]],
  ["https://en.wikipedia.org/wiki/Duck_(film), really", ["https://en.wikipedia.org/wiki/Duck_(film)"]],
  ["https://example.org/?q=1&r=2!", ["https://example.org/?q=1&r=2"]],
  ["https://example.org/ä", ["https://example.org/%C3%A4"]],
])("%s links to %o", (message, hrefs) => {
  const links = pieces(message).flatMap((piece) => (piece.kind === "link" ? [piece.href] : []));
  expect(links).toEqual(hrefs);
});

test.each([
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "JaVaScRiPt://https//example.org",
  "ftp://example.org",
  "www.example.org",
  "https://",
  "https:// example.org",
  "https://bank.example@evil.example/",
  "https://me:secret@evil.example/",
  "ahttps://example.org",
  "<img src=x onerror=alert(1)>",
])("%s is text", (message) => {
  expect(pieces(message)).toEqual([{ kind: "text", text: message }]);
});

test("markup around an address stays outside of it", () => {
  expect(pieces('<a href="https://example.org/a">b')).toEqual([
    { kind: "text", text: '<a href="' },
    { kind: "link", text: "https://example.org/a", href: "https://example.org/a" },
    { kind: "text", text: '">b' },
  ]);
});

test.each([
  "",
  "no link",
  "a https://b.example c",
  "https://a.example https://b.example.",
  "https://@x https://y",
])("nothing of “%s” is lost or said twice", (message) => {
  expect(
    pieces(message)
      .map(({ text }) => text)
      .join(""),
  ).toBe(message);
});
