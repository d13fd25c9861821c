import { expect, test } from "vitest";
import { type ChatFacts, chatPlace } from "./chat-place.ts";

const READING: ChatFacts = { present: true, allowed: true, unfolded: true, inUse: false };
const ABSENT = { toggle: false, side: false };

test("the chat is there for who has joined, and folded away for who wants it so", () => {
  expect(chatPlace(READING)).toEqual({ toggle: true, side: true });
  expect(chatPlace({ ...READING, unfolded: false })).toEqual({ toggle: true, side: false });
  expect(chatPlace({ ...READING, present: false })).toEqual(ABSENT);
});

test("a chat that is turned off goes", () => {
  expect(chatPlace({ ...READING, allowed: false })).toEqual(ABSENT);
  expect(chatPlace({ ...READING, allowed: false, unfolded: false })).toEqual(ABSENT);
});

test("it stays under the hands of who writes, until they leave or fold it", () => {
  const writing = { ...READING, inUse: true, allowed: false };
  expect(chatPlace(writing)).toEqual({ toggle: true, side: true });
  expect(chatPlace({ ...writing, inUse: false })).toEqual(ABSENT);
  expect(chatPlace({ ...writing, unfolded: false })).toEqual(ABSENT);
});

test("it goes from under the hands of who is removed", () => {
  expect(chatPlace({ ...READING, inUse: true, present: false })).toEqual(ABSENT);
});
