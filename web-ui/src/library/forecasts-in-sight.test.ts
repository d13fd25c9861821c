import { expect, test } from "vitest";
import type { Forecast } from "./forecast.ts";
import { ForecastsInSight } from "./forecasts-in-sight.ts";

/** Films in sight of a service that answers when the test says so. */
function sight() {
  const questions: {
    readonly path: string;
    readonly signal: AbortSignal;
    readonly answer: (viewers: number) => void;
    readonly fail: () => void;
  }[] = [];
  let changes = 0;
  const made = new ForecastsInSight({
    ask: (path, signal) =>
      new Promise<Forecast>((resolve, reject) => {
        const answer = (viewers: number) => resolve({ path, viewers });
        questions.push({ path, signal, answer, fail: () => reject(new Error("no such file")) });
      }),
    changed: () => changes++,
  });
  return { made, questions, asked: () => questions.map(({ path }) => path), changes: () => changes };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("films are asked about one after the other, and not twice", async () => {
  const { made, questions, asked, changes } = sight();
  made.enter("a");
  made.enter("b");
  made.enter("a");
  expect(asked()).toEqual(["a"]);
  questions[0]?.answer(3);
  await settled();
  expect(asked()).toEqual(["a", "b"]);
  expect(made.told("a")?.viewers).toBe(3);
  questions[1]?.answer(5);
  await settled();
  made.enter("a");
  expect(asked()).toEqual(["a", "b"]);
  expect(changes()).toBe(2);
});

test("who scrolls past a film does not ask about it", async () => {
  const { made, questions, asked } = sight();
  made.enter("a");
  made.enter("b");
  made.enter("c");
  made.leave("b");
  questions[0]?.answer(1);
  await settled();
  expect(asked()).toEqual(["a", "c"]);
});

test("a film of which nothing can be told does not hold up the next", async () => {
  const { made, questions, asked } = sight();
  made.enter("a");
  made.enter("b");
  questions[0]?.fail();
  await settled();
  expect(made.told("a")).toBeUndefined();
  expect(asked()).toEqual(["a", "b"]);
});

test("what is forgotten is asked anew, and its old answer counts no more", async () => {
  const { made, questions, asked } = sight();
  made.enter("a");
  made.forget();
  expect(questions[0]?.signal.aborted).toBe(true);
  made.enter("a");
  questions[0]?.answer(1);
  questions[1]?.answer(2);
  await settled();
  expect(asked()).toEqual(["a", "a"]);
  expect(made.told("a")?.viewers).toBe(2);
});
