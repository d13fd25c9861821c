import { messages, refusalInWords } from "../messages.ts";
import type { Forecast } from "./forecast.ts";
import type { Delivery } from "./uplink.ts";

/** A file or folder of the library, directly below the folder that was asked for. */
export interface LibraryEntry {
  readonly path: string;
  readonly name: string;
  readonly type: "directory" | "file";
  readonly sizeBytes?: number;
  readonly modifiedAt?: number | string;
  readonly contentType?: string;
}

/** A subtitle file beside the staged film. */
export interface StagedSubtitles {
  /** As WebVTT; carries the film's etag as `v`. */
  readonly url: string;
  /** BCP 47 tag from the file's name. */
  readonly language?: string;
  /** What else the name says, empty for nothing. */
  readonly label: string;
}

/** What a search found. */
export interface SearchAnswer {
  readonly entries: readonly LibraryEntry[];
  /** Whether that is all there is. */
  readonly complete: boolean;
}

/** What is staged in a room, as the media service tells. */
export interface Staged {
  readonly path: string;
  readonly etag: string;
  readonly url: string;
  readonly updatedAt?: number;
  readonly stageRevision?: number;
  readonly sizeBytes?: number;
  readonly durationSeconds?: number;
  readonly codecs?: readonly string[];
  readonly sampleHash?: string;
  readonly subtitles?: readonly StagedSubtitles[];
}

export interface RoomSummary {
  readonly room: string;
  readonly viewers: number;
  readonly staged?: unknown;
}

/**
 * A call that was answered with something else than success: `message` is for people, `code` and `status` for programs.
 * `status` 0 means that there was no answer.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
  }
}

/**
 * What the front door answers to the page, and with a key to the host. The key travels as `Authorization: Bearer`,
 * never in a URL.
 */
export class WatchpartyApi {
  readonly #key: string | undefined;

  constructor(key?: string) {
    this.#key = key;
  }

  /** What is staged in a room, undefined where nothing is. */
  async staged(room: string, signal?: AbortSignal): Promise<Staged | undefined> {
    const answer = await this.#call(`/api/staged?room=${encodeURIComponent(room)}`, {
      signal: signal ?? null,
    });
    return answer.status === 204 ? undefined : ((await answer.json()) as Staged);
  }

  async folder(path: string, signal?: AbortSignal): Promise<LibraryEntry[]> {
    const answer = await this.#call(`/api/media?path=${encodeURIComponent(path)}`, {
      signal: signal ?? null,
    });
    return (await answer.json()) as LibraryEntry[];
  }

  /** Looks for words in all folders. */
  async search(text: string, signal: AbortSignal): Promise<SearchAnswer> {
    const answer = await this.#call(`/api/media/search?q=${encodeURIComponent(text)}`, { signal });
    return (await answer.json()) as SearchAnswer;
  }

  async stage(room: string, path: string): Promise<void> {
    await this.#call(`/api/stage?room=${encodeURIComponent(room)}`, {
      method: "POST",
      body: JSON.stringify({ path }),
    });
  }

  async rooms(signal?: AbortSignal): Promise<RoomSummary[]> {
    const answer = await this.#call("/api/rooms", { signal: signal ?? null });
    return (await answer.json()) as RoomSummary[];
  }

  async makeRoom(room: string): Promise<void> {
    await this.#call("/api/rooms", { method: "POST", body: JSON.stringify({ room }) });
  }

  async delivery(signal?: AbortSignal): Promise<Delivery> {
    const answer = await this.#call("/api/delivery", { signal: signal ?? null });
    return (await answer.json()) as Delivery;
  }

  /** @param uplink see [Delivery] */
  async setUplink(uplink: string): Promise<Delivery> {
    const answer = await this.#call("/api/delivery", { method: "PUT", body: JSON.stringify({ uplink }) });
    return (await answer.json()) as Delivery;
  }

  /** For how many viewers the line is enough, for a film that need not be staged. */
  async forecast(path: string, signal?: AbortSignal): Promise<Forecast> {
    const answer = await this.#call(`/api/delivery/forecast?path=${encodeURIComponent(path)}`, {
      signal: signal ?? null,
    });
    return (await answer.json()) as Forecast;
  }

  /** Asks for one byte of a film. Its answer's status tells what a `<video>` hides. */
  async probe(url: string, signal?: AbortSignal): Promise<void> {
    const answer = await this.#call(url, {
      headers: { Range: "bytes=0-0" },
      cache: "no-store",
      signal: signal ?? null,
    });
    await answer.body?.cancel();
  }

  async #call(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#key !== undefined && url.startsWith("/api/")) {
      authorise(headers, this.#key);
    }
    if (init.body !== undefined) {
      headers.set("Content-Type", "application/json");
    }
    let answer: Response;
    try {
      answer = await fetch(url, { ...init, headers });
    } catch (cause) {
      if (init.signal?.aborted) {
        throw cause;
      }
      throw new ApiError(0, "unreachable", messages.error.unreachable);
    }
    if (!answer.ok) {
      throw await errorOf(answer);
    }
    return answer;
  }
}

/** A header holds Latin letters only: a key of others is told to be wrong as the service would tell it. */
function authorise(headers: Headers, key: string): void {
  try {
    headers.set("Authorization", `Bearer ${key}`);
  } catch {
    throw new ApiError(403, "wrong-key", refusalInWords("wrong-key"));
  }
}

/** Reads a problem body (RFC 9457), as far as there is one. */
export async function errorOf(answer: Response): Promise<ApiError> {
  const type = answer.headers.get("Content-Type") ?? "";
  let problem: unknown;
  if (type.includes("json")) {
    problem = await answer.json().catch(() => undefined);
  }
  const { code } = (typeof problem === "object" && problem !== null ? problem : {}) as Record<
    string,
    unknown
  >;
  const word = typeof code === "string" ? code : "";
  return new ApiError(
    answer.status,
    word,
    word === "" ? messages.error.status(answer.status) : refusalInWords(word),
  );
}
