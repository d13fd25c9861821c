import { expect, test } from "vitest";
import { storageOr } from "../pages/storage.ts";
import type { AudioTrack, AudioTrackList } from "./audio-tracks.ts";
import { SoundTracks } from "./sound-tracks.ts";

/** Events of media elements are queued as tasks, never fired at once. */
const tasks = () => new Promise((resolve) => setTimeout(resolve));

/** A track as in HTML: turning it on or off queues one `change` at its list, turning it to what it is nothing. */
class Track implements AudioTrack {
  readonly kind: string;
  readonly label: string;
  readonly language: string;
  readonly #list: EventTarget;
  #enabled: boolean;

  constructor(list: EventTarget, track: Partial<AudioTrack>) {
    this.kind = track.kind ?? "";
    this.label = track.label ?? "";
    this.language = track.language ?? "";
    this.#enabled = track.enabled ?? false;
    this.#list = list;
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  set enabled(enabled: boolean) {
    if (enabled !== this.#enabled) {
      this.#enabled = enabled;
      setTimeout(() => this.#list.dispatchEvent(new Event("change")));
    }
  }
}

/** A list as in HTML: each index is a property of it while there is a track of that number. */
class TrackList extends EventTarget implements AudioTrackList {
  readonly [index: number]: AudioTrack | undefined;
  length = 0;

  add(track: Partial<AudioTrack>): void {
    Object.defineProperty(this, this.length++, { value: new Track(this, track), configurable: true });
    setTimeout(() => this.dispatchEvent(new Event("addtrack")));
  }

  /** Tells nobody. */
  empty(): void {
    while (this.length > 0) {
      Reflect.deleteProperty(this, --this.length);
    }
  }
}

/** The steps of loading a source that concern its tracks, as in HTML. */
class Video extends EventTarget {
  readonly audioTracks = new TrackList();

  async load(...tracks: Partial<AudioTrack>[]): Promise<void> {
    this.audioTracks.empty();
    this.dispatchEvent(new Event("emptied"));
    await tasks();
    for (const track of tracks) {
      this.audioTracks.add(track);
    }
    await tasks();
    this.dispatchEvent(new Event("loadedmetadata"));
    await tasks();
  }

  get heard(): number[] {
    return Array.from({ length: this.audioTracks.length }, (_, i) => i).filter(
      (i) => this.audioTracks[i]?.enabled,
    );
  }
}

const ENGLISH = { language: "en", kind: "main", enabled: true };
const GERMAN = { language: "de", kind: "translation" };
const DESCRIBED = { language: "en", kind: "descriptions" };

const nothingKept = () =>
  storageOr(() => {
    throw new Error("no browser");
  });

function visit(video: Video | EventTarget = new Video(), kept = nothingKept()) {
  const told = { film: "film", times: 0 };
  const lifetime = new AbortController();
  const { signal } = lifetime;
  const changed = () => {
    told.times++;
  };
  const tracks = new SoundTracks({ video, film: () => told.film, kept, changed, signal });
  return { tracks, told, lifetime };
}

test("where the browser tells of no tracks there is nothing to choose", async () => {
  const video = new EventTarget();
  const { tracks, told } = visit(video);
  video.dispatchEvent(new Event("loadedmetadata"));
  tracks.choose("0");
  expect(tracks.view.options).toEqual([]);
  expect(told.times).toBe(0);
});

test("of one track there is nothing to choose", async () => {
  const video = new Video();
  const { tracks } = visit(video);
  await video.load(ENGLISH);
  expect(tracks.view.options).toEqual([]);
});

test("several are named, and the one that is heard is marked", async () => {
  const video = new Video();
  const { tracks, told } = visit(video);
  await video.load(ENGLISH, GERMAN, DESCRIBED, { kind: "commentary", language: "und" }, {});
  expect(tracks.view).toEqual({
    options: [
      { id: "0", name: "English" },
      { id: "1", name: "German" },
      { id: "2", name: "English · described" },
      { id: "3", name: "commentary" },
      { id: "4", name: "Track" },
    ],
    chosen: "0",
  });
  expect(told.times).toBeGreaterThan(0);
});

test("a label that all tracks have in common is nobody's", async () => {
  const video = new Video();
  const { tracks } = visit(video);
  const label = "SoundHandler";
  await video.load({ ...ENGLISH, label }, { ...GERMAN, label });
  expect(tracks.view.options.map(({ name }) => name)).toEqual(["English", "German"]);
  await video.load({ ...ENGLISH, label }, { ...GERMAN, label: "Live" });
  expect(tracks.view.options.map(({ name }) => name)).toEqual(["English · SoundHandler", "German · Live"]);
});

test("the chosen one is heard alone, and the view stays the same object until it changes", async () => {
  const video = new Video();
  const { tracks } = visit(video);
  await video.load(ENGLISH, GERMAN);
  tracks.choose("1");
  const { view } = tracks;
  expect(view.chosen).toBe("1");
  await tasks();
  expect(video.heard).toEqual([1]);
  expect(tracks.view).toBe(view);
  for (const unknown of ["2", "-1", "", "x"]) {
    tracks.choose(unknown);
  }
  expect(video.heard).toEqual([1]);
});

test("what the browser's own full screen chose is shown", async () => {
  const video = new Video();
  const { tracks } = visit(video);
  await video.load(ENGLISH, GERMAN);
  for (const [i, enabled] of [false, true].entries()) {
    const track = video.audioTracks[i];
    if (track) {
      track.enabled = enabled;
    }
  }
  await tasks();
  expect(tracks.view.chosen).toBe("1");
});

test("the same film loaded again is heard as before, also where its tracks tell nothing", async () => {
  const video = new Video();
  const { tracks } = visit(video);
  await video.load({ enabled: true }, {});
  tracks.choose("1");
  await video.load({ enabled: true }, {});
  expect(video.heard).toEqual([1]);
  expect(tracks.view.chosen).toBe("1");
});

test("the next film begins with the language of the last choice, the next visit too", async () => {
  const kept = nothingKept();
  const video = new Video();
  const first = visit(video, kept);
  await video.load(ENGLISH, GERMAN);
  first.tracks.choose("1");
  first.told.film = "other";
  await video.load({ language: "fr", enabled: true }, ENGLISH, { language: "de-AT" });
  expect(video.heard).toEqual([2]);
  first.lifetime.abort();

  const later = new Video();
  const { tracks } = visit(later, kept);
  await later.load(ENGLISH, GERMAN);
  expect(later.heard).toEqual([1]);
  expect(tracks.view.chosen).toBe("1");
});

test("a language is the same however a file writes it", async () => {
  const video = new Video();
  const { tracks, told } = visit(video);
  await video.load({ language: "eng", enabled: true }, { language: "ger" }, { language: "?" });
  expect(tracks.view.options.map(({ name }) => name)).toEqual(["English", "German", "Track"]);
  tracks.choose("1");
  told.film = "other";
  await video.load({ language: "deu" }, { language: "eng", enabled: true });
  expect(video.heard).toEqual([0]);
});

test("a film without that language begins as the browser likes", async () => {
  const kept = nothingKept();
  kept.setItem("watchparty:sound-track", '{"language":"de","label":""}');
  const video = new Video();
  visit(video, kept);
  await video.load({ language: "fr", enabled: true }, ENGLISH);
  expect(video.heard).toEqual([0, 1]);
});

test("a track that told nothing of itself is nobody's taste", async () => {
  const kept = nothingKept();
  const video = new Video();
  const { tracks, told } = visit(video, kept);
  await video.load(ENGLISH, {});
  tracks.choose("1");
  told.film = "other";
  await video.load({ enabled: true }, {});
  expect(video.heard).toEqual([0]);
});

test.each(["", "null", "7", "{", '{"language":7}'])("kept garbage (%j) chooses nothing", async (text) => {
  const kept = nothingKept();
  kept.setItem("watchparty:sound-track", text);
  const video = new Video();
  visit(video, kept);
  await video.load(ENGLISH, GERMAN);
  expect(video.heard).toEqual([0]);
});

test("a list that was emptied offers nothing, and a visit that has ended hears no more of it", async () => {
  const video = new Video();
  const { tracks, told, lifetime } = visit(video);
  await video.load(ENGLISH, GERMAN);
  await video.load();
  expect(tracks.view.options).toEqual([]);

  lifetime.abort();
  const { times } = told;
  await video.load(ENGLISH, GERMAN);
  expect(told.times).toBe(times);
});
