import { filmName, plainText } from "../format.ts";
import type { StagedFilm } from "../generated/protocol.ts";
import { messages } from "../messages.ts";
import type { KeptText } from "../pages/storage.ts";
import { problemInWords } from "../playback/problem.ts";
import { waitView } from "../playback/waited-for.ts";
import type { RoomClient } from "../sync/room-client.ts";
import { lineAt, positionAt } from "../sync/timeline.ts";
import { setText } from "./dom.ts";
import { OwnPreview } from "./own-preview.ts";
import type { TransportBar } from "./transport-bar.ts";
import type { WaitingNotice } from "./waiting-notice.ts";

const PREVIEW_KEY = "watchparty:preview";
const MAX_FILM_CHARACTERS = 160;

export interface StageParts {
  readonly room: RoomClient;
  readonly roomName: string;
  readonly screen: HTMLElement;
  /** Stands where the preview would, in words. */
  readonly nothing: HTMLElement;
  readonly film: HTMLElement;
  readonly previewToggle: HTMLButtonElement;
  readonly reload: HTMLButtonElement;
  readonly waiting: WaitingNotice;
  readonly transport: TransportBar;
  /** Where the host's choice to see no preview is kept. */
  readonly kept: KeptText;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What the room sees, and the host's hand on it, for one visit of one room: preview, film, transport. */
export class StageSession {
  readonly #parts: StageParts;
  /** Etag of the film that the room asked to be loaded last. */
  #asked: string | undefined;
  #preview: OwnPreview | undefined;

  constructor(parts: StageParts) {
    this.#parts = parts;
    const { room, previewToggle, reload, waiting, transport, kept, signal } = parts;
    const on = (target: EventTarget, type: string, listener: (detail: unknown) => void) =>
      target.addEventListener(
        type,
        (event) => listener(event instanceof CustomEvent ? event.detail : undefined),
        { signal },
      );
    on(transport, "play", () => room.play());
    on(transport, "pause", () => room.pause());
    on(transport, "seek", (seconds) => typeof seconds === "number" && room.seek(seconds));
    on(transport, "rate", (rate) => typeof rate === "number" && room.rate(rate));
    on(waiting, "startnow", () => room.startNow());
    on(reload, "click", () => {
      const etag = room.state.staged?.etag;
      if (etag !== undefined) {
        room.load(etag);
      }
    });
    on(previewToggle, "click", () => this.#togglePreview());
    room.on("load", (film) => this.#load(film), signal);
    signal.addEventListener("abort", () => this.#closePreview());
    if (kept.getItem(PREVIEW_KEY) !== "off") {
      this.#openPreview();
    }
  }

  /** The name of what is on, empty where nothing is. */
  get filmName(): string {
    const { staged } = this.#parts.room.state;
    return staged === undefined ? "" : plainText(filmName(staged.path), MAX_FILM_CHARACTERS);
  }

  poke(): void {
    this.#preview?.poke();
  }

  draw(): void {
    const { room, screen, nothing, film, previewToggle, reload, waiting, transport } = this.#parts;
    const { connection, staged, schedule, you, waiting: wait } = room.state;
    const open = connection.kind === "open";
    const serverMs = room.serverNow();
    const line = serverMs === undefined ? schedule.at(-1) : lineAt(schedule, serverMs);
    const enabled = open && staged !== undefined && you?.role !== "viewer";
    const player = this.#preview?.player;
    const durationSeconds = player?.durationSeconds ?? staged?.durationSeconds;
    transport.show({
      position:
        line === undefined
          ? 0
          : serverMs === undefined
            ? line.time
            : positionAt(line, serverMs, durationSeconds),
      durationSeconds: staged === undefined ? undefined : durationSeconds,
      playing: schedule.at(-1)?.playing ?? false,
      rate: schedule.at(-1)?.rate ?? 1,
      enabled,
    });
    setText(film, this.filmName);
    const words = messages.admin.transport;
    const problem = staged && player?.problem;
    nothing.hidden = staged !== undefined && problem === undefined;
    setText(nothing, problem ? problemInWords(problem) : words.nothing);
    reload.disabled = !enabled;
    setText(previewToggle, this.#preview ? words.previewOff : words.previewOn);
    screen.hidden = this.#preview === undefined && staged !== undefined;
    waiting.show(open ? wait && waitView(wait, you?.tab, serverMs) : undefined);
  }

  #load(film: StagedFilm | undefined): void {
    const again = film !== undefined && film.etag === this.#asked;
    this.#asked = film?.etag;
    this.#preview?.load(film, again);
    this.draw();
  }

  #togglePreview(): void {
    const { kept } = this.#parts;
    if (this.#preview) {
      kept.setItem(PREVIEW_KEY, "off");
      this.#closePreview();
    } else {
      kept.removeItem(PREVIEW_KEY);
      this.#openPreview();
    }
    this.draw();
  }

  #openPreview(): void {
    const { room, roomName, screen } = this.#parts;
    this.#preview = new OwnPreview(room, roomName, screen);
  }

  #closePreview(): void {
    this.#preview?.close();
    this.#preview = undefined;
  }
}
