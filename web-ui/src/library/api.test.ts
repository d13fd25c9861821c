import { expect, test } from "vitest";
import { errorOf, WatchpartyApi } from "./api.ts";

function problem(status: number, body: string, type = "application/problem+json"): Response {
  return new Response(body, { status, headers: { "Content-Type": type } });
}

test("a problem is told in the catalogue's sentence", async () => {
  const error = await errorOf(
    problem(507, JSON.stringify({ title: "Insufficient Storage", detail: "No room.", code: "not-kept" })),
  );
  expect(error).toMatchObject({
    status: 507,
    code: "not-kept",
    message: "The state folder takes no more. Is its disk full?",
  });
});

test.each(["bad-body", "constructor"])(
  "the problem %s, which has none, is told by its word",
  async (code) => {
    const error = await errorOf(
      problem(400, JSON.stringify({ title: "Bad Request", detail: "Send it.", code })),
    );
    expect(error).toMatchObject({
      status: 400,
      code,
      message: `Watchparty refuses what this page asks (${code}). Load the page again.`,
    });
  },
);

test.each([
  ["no body", problem(502, "")],
  ["a proxy's page", problem(502, "<h1>Bad gateway</h1>", "text/html")],
  ["half a body", problem(502, '{"detail": "The disk')],
  ["a problem without a word", problem(502, '{"title": "Bad Gateway"}')],
  ["something else", problem(502, "null")],
  ["wrong types", problem(502, '{"detail": 5, "title": {}, "code": []}')],
])("%s is told by its status", async (_, answer) => {
  expect(await errorOf(answer)).toMatchObject({
    status: 502,
    code: "",
    message: "Watchparty answered with an error (502).",
  });
});

test("a key that no header can hold is a wrong key", async () => {
  await expect(new WatchpartyApi("ключ").rooms()).rejects.toMatchObject({
    status: 403,
    code: "wrong-key",
    message: "That key is not right.",
  });
});
