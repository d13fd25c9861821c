import { expect, test } from "vitest";
import type { SearchAnswer } from "./api.ts";
import { LibrarySearch } from "./library-search.ts";

const answer = (...paths: string[]): SearchAnswer => ({
  entries: paths.map((path) => ({ path, name: path, type: "file" })),
  complete: true,
});

/** A search whose pauses and answers the test decides on. */
function search() {
  const questions: { text: string; signal: AbortSignal; answer: (found: SearchAnswer) => void }[] = [];
  let pause: (() => void) | undefined;
  const made = new LibrarySearch({
    ask: (text, signal) => new Promise((answer) => questions.push({ text, signal, answer })),
    after: (_, action) => {
      pause = action;
      return () => {
        pause = undefined;
      };
    },
    changed: () => {},
  });
  return { made, questions, pause: () => pause?.() };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("only a pause in typing asks", () => {
  const { made, questions, pause } = search();
  made.look("f");
  made.look("fr");
  expect(questions).toEqual([]);
  pause();
  expect(questions.map(({ text }) => text)).toEqual(["fr"]);
  made.look(" fr ");
  pause();
  expect(questions).toHaveLength(2);
});

test("an older question is given up, and its answer forgotten", async () => {
  const { made, questions, pause } = search();
  made.look("fr");
  pause();
  made.look("fri");
  expect(questions[0]?.signal.aborted).toBe(true);
  pause();
  questions[1]?.answer(answer("new"));
  await settled();
  questions[0]?.answer(answer("old"));
  await settled();
  expect(made.state).toEqual({ kind: "found", ...answer("new") });
});

test("what was found stays in sight while more is typed, and goes with the text", async () => {
  const { made, questions, pause } = search();
  made.look("fr");
  pause();
  questions[0]?.answer(answer("a"));
  await settled();
  made.look("fri");
  expect(made.state).toEqual({ kind: "searching", entries: answer("a").entries });
  made.look("  ");
  expect(made.state).toEqual({ kind: "idle" });
});
