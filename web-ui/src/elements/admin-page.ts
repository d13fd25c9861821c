import { ApiError, WatchpartyApi } from "../library/api.ts";
import { messages, refusalInWords } from "../messages.ts";
import { storageOr } from "../pages/storage.ts";
import { onWake } from "../pages/wake.ts";
import { browserName } from "../playback/browser-name.ts";
import { isRoomName, MAIN_ROOM, roomPath, socketUrl } from "../playback/media-url.ts";
import { type Refusal, RoomClient } from "../sync/room-client.ts";
import { page } from "../sync/surroundings.ts";
import css from "./admin-page.css?inline";
import { ChatDesk, type Clearing, type Muting } from "./chat-desk.ts";
import { ChatSession } from "./chat-session.ts";
import { h, setText, shadow, sheet } from "./dom.ts";
import { InvitationLink } from "./invitation-link.ts";
import { LibraryBrowser } from "./library-browser.ts";
import { OwnPreview } from "./own-preview.ts";
import { type PolicyChange, PolicyPanel } from "./policy-panel.ts";
import { QueuePanel } from "./queue-panel.ts";
import { ReactionRain } from "./reaction-rain.ts";
import { RoomPicker } from "./room-picker.ts";
import { SignInCard } from "./sign-in-card.ts";
import { StageSession } from "./stage-session.ts";
import { TransportBar } from "./transport-bar.ts";
import { UplinkPanel } from "./uplink-panel.ts";
import { ViewerPlots } from "./viewer-plots.ts";
import { type Handover, ViewersTable } from "./viewers-table.ts";
import { WaitingNotice } from "./waiting-notice.ts";

const style = sheet(css);

const KEY_KEY = "watchparty:admin-key";
const DRAW_EVERY_MS = 250;

/** Refusals that mean that the key is not, or no longer, the right one. */
const KEY_REFUSALS: ReadonlySet<string> = new Set(["wrong-key", "too-many-wrong-keys"]);

/**
 * The host's page: sign-in, library, transport, viewers. `data-state` on the element is `signed-out`, `checking` or
 * `signed-in`. The key stays in this tab; it travels in the `Authorization` header and in the socket's `auth`.
 */
export class AdminPage extends HTMLElement {
  static define(tag = "admin-page"): void {
    SignInCard.define();
    RoomPicker.define();
    LibraryBrowser.define();
    OwnPreview.define();
    TransportBar.define();
    WaitingNotice.define();
    ViewersTable.define();
    ViewerPlots.define();
    PolicyPanel.define();
    QueuePanel.define();
    InvitationLink.define();
    UplinkPanel.define();
    ChatDesk.define();
    ReactionRain.define();
    customElements.get(tag) ?? customElements.define(tag, AdminPage);
  }

  readonly #card = h("sign-in-card");
  readonly #door = h("main", { class: "door" }, this.#card);
  readonly #rooms = h("room-picker");
  readonly #connection = h("p", { class: "connection", role: "status" });
  /** What brings a connection back that does not stand. */
  readonly #mend = h("button", { type: "button", class: "button small", hidden: true });
  readonly #signOut = h("button", { type: "button", class: "button small" }, messages.admin.signOut);
  readonly #problemText = h("p", { class: "error-text" });
  readonly #dismiss = h("button", { type: "button", class: "button small" }, messages.error.dismiss);
  readonly #problem = h(
    "div",
    { class: "problem", role: "alert", hidden: true },
    this.#problemText,
    this.#dismiss,
  );
  readonly #library = h("library-browser", { class: "card" });
  readonly #nothing = h("p", { class: "nothing" }, messages.admin.transport.nothing);
  readonly #rain = h("reaction-rain");
  readonly #screen = h("div", { class: "screen" }, this.#nothing);
  readonly #film = h("p", { class: "film", dir: "auto" });
  readonly #previewToggle = h("button", { type: "button", class: "button small" });
  readonly #reload = h("button", { type: "button", class: "button small" }, messages.admin.transport.reload);
  readonly #waiting = h("waiting-notice");
  readonly #transport = h("transport-bar");
  readonly #queue = h("queue-panel", { class: "card" });
  readonly #plots = h("viewer-plots", { class: "card" });
  readonly #viewers = h("viewers-table", { class: "card" });
  readonly #policy = h("policy-panel", { class: "card" });
  readonly #invitation = h("invitation-link", { class: "card" });
  readonly #uplink = h("uplink-panel", { class: "card" });
  readonly #chat = h("chat-desk", { class: "card" });
  readonly #desk: HTMLElement;
  readonly #tab = storageOr(() => sessionStorage);
  #lifetime: AbortController | undefined;
  /** Ends what belongs to one signed-in visit of one room. */
  #visit: AbortController | undefined;
  #key: string | undefined;
  #api = new WatchpartyApi();
  #room: RoomClient | undefined;
  #stage: StageSession | undefined;
  #roomName = MAIN_ROOM;

  constructor() {
    super();
    const words = messages.admin;
    this.#desk = h(
      "div",
      { class: "desk", hidden: true },
      h(
        "header",
        { class: "bar" },
        h(
          "div",
          { class: "brand" },
          h("img", { src: "/favicon.svg", alt: "", width: 32, height: 32 }),
          h("h1", {}, `${messages.product} · ${words.heading}`),
        ),
        this.#rooms,
        h("div", { class: "space" }),
        this.#connection,
        this.#mend,
        this.#signOut,
      ),
      this.#problem,
      h(
        "main",
        { class: "grid" },
        h(
          "section",
          { class: "card stage", "aria-labelledby": "stage-heading" },
          this.#screen,
          this.#rain,
          h(
            "div",
            { class: "under" },
            h(
              "div",
              { class: "headline" },
              h("div", {}, h("h2", { id: "stage-heading" }, words.transport.heading), this.#film),
              h("div", { class: "tools" }, this.#previewToggle, this.#reload),
            ),
            this.#waiting,
            this.#transport,
          ),
        ),
        this.#library,
        this.#queue,
        this.#plots,
        this.#viewers,
        h(
          "div",
          { class: "trio" },
          this.#chat,
          h("div", { class: "stack" }, this.#invitation, this.#uplink),
          this.#policy,
        ),
      ),
    );
    shadow(this, style).append(this.#door, this.#desk);
  }

  connectedCallback(): void {
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    const asked = new URLSearchParams(location.search).get("room") ?? MAIN_ROOM;
    this.#roomName = isRoomName(asked) ? asked : MAIN_ROOM;
    this.#listen(signal);
    const drawer = setInterval(() => this.#draw(), DRAW_EVERY_MS);
    signal.addEventListener("abort", () => {
      clearInterval(drawer);
      this.#visit?.abort();
    });
    this.#showDesk(false);
    const kept = this.#tab.getItem(KEY_KEY);
    if (kept !== null) {
      void this.#signIn(kept);
    }
  }

  disconnectedCallback(): void {
    this.#lifetime?.abort();
  }

  #listen(signal: AbortSignal): void {
    const on = (target: EventTarget, type: string, listener: (event: Event) => void) =>
      target.addEventListener(type, listener, { signal });
    const onText = (target: EventTarget, type: string, listener: (text: string) => void) =>
      on(target, type, (event) => {
        if (event instanceof CustomEvent && typeof event.detail === "string") {
          listener(event.detail);
        }
      });
    onText(this.#card, "signin", (key) => void this.#signIn(key));
    on(this.#mend, "click", () => this.#mendConnection());
    on(this.#signOut, "click", () => this.#leave(""));
    on(this.#dismiss, "click", () => this.#tell(""));
    onText(this.#rooms, "pick", (room) => this.#visitRoom(room));
    onText(this.#rooms, "make", (room) => void this.#makeRoom(room));
    onText(this.#library, "enqueue", (path) => this.#queue.add(path));
    on(this.#library, "unauthorised", () => this.#leave(messages.error.codes["admin-only"]));
    on(this.#viewers, "cohost", (event) => {
      if (event instanceof CustomEvent) {
        const { tab, granted } = event.detail as Handover;
        this.#room?.cohost(tab, granted);
      }
    });
    onText(this.#viewers, "removeviewer", (tab) => this.#room?.remove(tab));
    on(this.#chat, "mute", (event) => {
      if (event instanceof CustomEvent) {
        const { tab, muted } = event.detail as Muting;
        this.#room?.mute(tab, muted);
      }
    });
    on(this.#chat, "clearchat", (event) => {
      if (event instanceof CustomEvent) {
        this.#room?.clearChat((event.detail as Clearing).tab);
      }
    });
    on(this.#policy, "policy", (event) => {
      if (event instanceof CustomEvent) {
        this.#room?.policy(event.detail as PolicyChange);
      }
    });
    const network = () => this.#room?.poke();
    const seen = () => {
      this.#room?.poke();
      this.#stage?.poke();
    };
    onWake({ seen, network }, signal);
  }

  /** Shows the key to the service, and lets its bearer in. */
  async #signIn(key: string): Promise<void> {
    const words = messages.admin.signIn;
    const api = new WatchpartyApi(key);
    this.dataset.state = "checking";
    this.#card.busy = true;
    this.#card.error = "";
    try {
      await this.#show(api);
    } catch (cause) {
      const error = cause instanceof ApiError ? cause : undefined;
      const wrong = error?.status === 403 || error?.status === 401;
      if (wrong) {
        this.#tab.removeItem(KEY_KEY);
      }
      this.#showDesk(false);
      this.#card.busy = false;
      this.#card.error = wrong
        ? messages.error.codes["wrong-key"]
        : error?.status === 429
          ? messages.error.codes["too-many-wrong-keys"]
          : error === undefined || error.status === 0
            ? words.unreachable
            : error.message;
      return;
    }
    this.#card.busy = false;
    this.#card.clear();
    this.#tab.setItem(KEY_KEY, key);
    this.#key = key;
    this.#api = api;
    this.#library.api = api;
    this.#uplink.api = api;
    this.#showDesk(true);
    this.#visitRoom(this.#roomName);
    void this.#listRooms();
  }

  /** The rooms ask for the key wherever the page is opened; the library stands in for them while they are away. */
  async #show(api: WatchpartyApi): Promise<void> {
    const signal = this.#lifetime?.signal;
    try {
      await api.rooms(signal);
    } catch (cause) {
      const { status } = cause instanceof ApiError ? cause : { status: undefined };
      if (status === undefined || status === 401 || status === 403 || status === 429) {
        throw cause;
      }
      await api.folder("", signal);
    }
  }

  /** Forgets the key, and says why where it was not the host's own wish. */
  #leave(why: string): void {
    this.#tab.removeItem(KEY_KEY);
    this.#key = undefined;
    this.#uplink.api = undefined;
    this.#visit?.abort();
    this.#room = undefined;
    this.#stage = undefined;
    this.#queue.room = undefined;
    this.#plots.room = undefined;
    this.#rooms.close();
    this.#tell("");
    this.#showDesk(false);
    this.#card.error = why;
  }

  #showDesk(signedIn: boolean): void {
    this.dataset.state = signedIn ? "signed-in" : "signed-out";
    this.#door.hidden = signedIn;
    this.#desk.hidden = !signedIn;
    document.title = messages.title.admin;
  }

  #visitRoom(name: string): void {
    const key = this.#key;
    if (key === undefined) {
      return;
    }
    this.#visit?.abort();
    this.#visit = new AbortController();
    const { signal } = this.#visit;
    this.#roomName = name;
    const here = new URL(location.href);
    if (name === MAIN_ROOM) {
      here.searchParams.delete("room");
    } else {
      here.searchParams.set("room", name);
    }
    history.replaceState(null, "", here);
    this.#invitation.url = new URL(roomPath(name), location.origin);
    this.#library.room = name;
    this.#library.stagedPath = undefined;
    void this.#library.open("");

    const room = new RoomClient({
      connect: () => new WebSocket(socketUrl(location, name)),
      storage: this.#tab,
      surroundings: page,
      room: name,
      browser: browserName(navigator.userAgent),
      name: messages.admin.heading,
    });
    this.#room = room;
    this.#queue.room = room;
    this.#plots.room = room;
    room.on("state", () => this.#draw(), signal);
    room.on("viewers", () => this.#draw(), signal);
    room.on("refused", (refusal) => this.#refused(refusal), signal);
    new ChatSession({
      room,
      panel: this.#chat.panel,
      rain: this.#rain,
      tools: (line) => this.#chat.tools(line),
      signal,
    });
    this.#stage = new StageSession({
      room,
      roomName: name,
      screen: this.#screen,
      nothing: this.#nothing,
      film: this.#film,
      previewToggle: this.#previewToggle,
      reload: this.#reload,
      waiting: this.#waiting,
      transport: this.#transport,
      kept: this.#tab,
      signal,
    });
    signal.addEventListener("abort", () => room.close());
    room.auth(key);
    room.open();
    this.#draw();
  }

  #refused({ code }: Refusal): void {
    if (KEY_REFUSALS.has(code)) {
      this.#leave(refusalInWords(code));
    } else if (code !== "stale-queue") {
      this.#tell(refusalInWords(code));
    }
  }

  async #listRooms(): Promise<void> {
    try {
      const rooms = await this.#api.rooms(this.#lifetime?.signal);
      const names = new Set([MAIN_ROOM, ...rooms.map(({ room }) => room)]);
      this.#rooms.show([...names], this.#roomName);
    } catch {
      // The rooms are away; the connection's own line says so.
      this.#rooms.show([MAIN_ROOM], this.#roomName);
    }
  }

  async #makeRoom(name: string): Promise<void> {
    try {
      await this.#api.makeRoom(name);
    } catch (cause) {
      this.#rooms.problem = cause instanceof ApiError ? cause.message : messages.admin.room.failed;
      return;
    }
    this.#visitRoom(name);
    this.#rooms.close();
    await this.#listRooms();
  }

  #tell(text: string): void {
    setText(this.#problemText, text);
    this.#problem.hidden = text === "";
  }

  #draw(): void {
    const room = this.#room;
    const stage = this.#stage;
    if (!room || !stage) {
      return;
    }
    const { connection, staged, policy, schedule, viewers, you } = room.state;
    const open = connection.kind === "open";
    const playing = schedule.at(-1)?.playing ?? false;
    const mood = staged === undefined ? "empty" : playing ? "playing" : "standing";
    stage.draw();
    this.#library.stagedPath = staged?.path;
    this.#viewers.show(viewers, you?.tab, mood, open && you?.role === "admin");
    this.#chat.show(viewers, open && you?.role === "admin");
    this.#library.viewersHere = viewers.filter(({ tab }) => tab !== you?.tab).length;
    this.#policy.show(policy, open);
    this.#drawConnection();
    this.#drawTitle(stage.filmName, playing);
  }

  #drawConnection(): void {
    const words = messages.admin.connection;
    const connection = this.#room?.state.connection;
    this.#connection.toggleAttribute("data-open", connection?.kind === "open");
    const outdated = connection?.kind === "outdated";
    this.#mend.hidden = !outdated && connection?.kind !== "waiting";
    setText(this.#mend, (outdated ? messages.state.outdated : messages.state.reconnecting).action);
    switch (connection?.kind) {
      case "open":
        setText(this.#connection, words.open);
        break;
      case "outdated":
        setText(this.#connection, messages.state.outdated.title);
        break;
      case "waiting":
        if (connection.reason === "no-such-room" && this.#roomName !== MAIN_ROOM) {
          this.#tell(messages.error.codes["no-such-room"]);
          this.#visitRoom(MAIN_ROOM);
          break;
        }
        setText(
          this.#connection,
          words.waiting(Math.max(0, Math.ceil((connection.retryAtMs - page.now()) / 1000))),
        );
        break;
      default:
        setText(this.#connection, words.connecting);
    }
  }

  #mendConnection(): void {
    if (this.#room?.state.connection.kind === "outdated") {
      location.reload();
    } else {
      this.#room?.poke();
    }
  }

  #drawTitle(film: string, playing: boolean): void {
    const words = messages.title;
    const title =
      film === ""
        ? words.admin
        : `${playing ? words.playing : words.paused} ${words.with(film, words.admin)}`;
    if (document.title !== title) {
      document.title = title;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "admin-page": AdminPage;
  }
}
