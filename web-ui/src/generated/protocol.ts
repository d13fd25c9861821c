
export interface ClientMessage {
    cmd: "hello" | "auth" | "ping" | "status" | "policy" | "cohost" | "remove" | "mute" | "chat-clear" | "play" | "pause" | "seek" | "rate" | "load" | "start-now" | "queue" | "next-now" | "next-stop" | "chat" | "react";
}

export interface ServerMessage {
    cmd: "welcome" | "load" | "play" | "pause" | "seek" | "rate" | "waiting" | "pong" | "policy" | "viewers" | "chat-log" | "chat" | "chat-gone" | "reactions" | "queue" | "next" | "error";
}

export interface Hello extends ClientMessage {
    cmd: "hello";
    name?: string;
    resume?: string;
    protocol?: number;
    browser?: string;
}

export interface Auth extends ClientMessage {
    cmd: "auth";
    key?: string;
}

export interface Ping extends ClientMessage {
    cmd: "ping";
    t0: number;
}

export interface Status extends ClientMessage {
    cmd: "status";
    time: number;
    bufferedAheadSeconds: number;
    ready: boolean;
    driftMs?: number;
    clockErrorMs?: number;
    rttMs?: number;
    rttAgeMs?: number;
    droppedFrames?: number;
    following: boolean;
    ownCopy: boolean;
    problem?: string;
    formats?: string[];
    ended?: boolean;
    tab?: string;
}

export interface Play extends TimelineCommand {
    cmd: "play";
    key?: string;
}

export interface Pause extends TimelineCommand {
    cmd: "pause";
    key?: string;
}

export interface Seek extends TimelineCommand {
    cmd: "seek";
    time?: number;
    key?: string;
}

export interface Rate extends TimelineCommand {
    cmd: "rate";
    rate?: number;
    key?: string;
}

export interface Load extends TimelineCommand {
    cmd: "load";
    etag?: string;
    key?: string;
}

export interface StartNow extends TimelineCommand {
    cmd: "start-now";
    key?: string;
}

export interface ChangePolicy extends Control {
    cmd: "policy";
    enforcePausePlay?: boolean;
    followMode?: boolean;
    waitForReady?: WaitForReady;
    onStall?: OnStall;
    chat?: boolean;
    key?: string;
}

export interface Cohost extends Control {
    cmd: "cohost";
    tab?: string;
    granted: boolean;
    key?: string;
}

export interface Remove extends Control {
    cmd: "remove";
    tab?: string;
    key?: string;
}

export interface Mute extends Control {
    cmd: "mute";
    tab?: string;
    muted: boolean;
    key?: string;
}

export interface ClearChat extends Control {
    cmd: "chat-clear";
    tab?: string;
    key?: string;
}

export interface Say extends Talk {
    cmd: "chat";
    text?: string;
}

export interface React extends Talk {
    cmd: "react";
    emoji?: Emoji;
}

export interface SetQueue extends QueueCommand {
    cmd: "queue";
    paths?: string[];
    rev?: number;
    key?: string;
}

export interface NextNow extends QueueCommand {
    cmd: "next-now";
    key?: string;
}

export interface NextStop extends QueueCommand {
    cmd: "next-stop";
    key?: string;
}

export interface Welcome extends ServerMessage {
    cmd: "welcome";
    room: string;
    you: You;
    resume: string;
    protocol: number;
    policy: Policy;
    staged?: StagedFilm;
    stageRevision: number;
    timeline: TimelineState;
    waiting?: WaitState;
    chatId: number;
    queue?: QueueState;
    next?: NextFilm;
    clockId: string;
    formerClock?: FormerClock;
    serverMs: number;
}

export interface Loaded extends ServerMessage {
    cmd: "load";
    etag: string;
    path: string;
    url: string;
    durationSeconds?: number;
    stageRevision: number;
    rev: number;
}

export interface Playing extends ServerMessage {
    cmd: "play";
    time: number;
    at: number;
    rev: number;
    rate: number;
    playing: boolean;
}

export interface Paused extends ServerMessage {
    cmd: "pause";
    time: number;
    at: number;
    rev: number;
    rate: number;
    playing: boolean;
}

export interface Sought extends ServerMessage {
    cmd: "seek";
    time: number;
    at: number;
    rev: number;
    rate: number;
    playing: boolean;
}

export interface RateChanged extends ServerMessage {
    cmd: "rate";
    time: number;
    at: number;
    rev: number;
    rate: number;
    playing: boolean;
}

export interface Waiting extends ServerMessage {
    cmd: "waiting";
    names: string[];
    tabs: string[];
    others: number;
    untilMs?: number;
    plays: boolean;
}

export interface Pong extends ServerMessage {
    cmd: "pong";
    t0: number;
    t1: number;
    t2: number;
}

export interface PolicyChanged extends ServerMessage {
    cmd: "policy";
    enforcePausePlay: boolean;
    followMode: boolean;
    waitForReady: WaitForReady;
    onStall: OnStall;
    chat: boolean;
}

export interface Viewers extends ServerMessage {
    cmd: "viewers";
    viewers: ViewerRow[];
}

export interface WholeChat extends ServerMessage {
    cmd: "chat-log";
    lines: ChatLine[];
}

export interface Said extends ServerMessage {
    cmd: "chat";
    lines: ChatLine[];
}

export interface Unsaid extends ServerMessage {
    cmd: "chat-gone";
    ids: number[];
}

export interface Reacted extends ServerMessage {
    cmd: "reactions";
    reactions: Reaction[];
}

export interface Queue extends ServerMessage {
    cmd: "queue";
    rev: number;
    paths: string[];
    skipped: Skipped[];
    stuck?: StuckReason;
}

export interface Next extends ServerMessage {
    cmd: "next";
    next?: NextFilm;
}

export interface Refused extends ServerMessage {
    cmd: "error";
    code: ErrorCode;
    message: string;
}

export interface TimelineCommand extends Control {
    cmd: "play" | "pause" | "seek" | "rate" | "load" | "start-now";
}

export interface Control extends ClientMessage {
    cmd: "policy" | "cohost" | "remove" | "mute" | "chat-clear" | "play" | "pause" | "seek" | "rate" | "load" | "start-now" | "queue" | "next-now" | "next-stop";
}

export interface Talk extends ClientMessage {
    cmd: "chat" | "react";
}

export interface QueueCommand extends Control {
    cmd: "queue" | "next-now" | "next-stop";
}

export interface You {
    tab: string;
    name: string;
    role: Role;
    muted: boolean;
}

export interface Policy {
    enforcePausePlay: boolean;
    followMode: boolean;
    waitForReady: WaitForReady;
    onStall: OnStall;
    chat: boolean;
}

export interface StagedFilm {
    etag: string;
    path: string;
    url: string;
    durationSeconds?: number;
}

export interface TimelineState {
    time: number;
    at: number;
    rev: number;
    rate: number;
    playing: boolean;
}

export interface WaitState {
    names: string[];
    tabs: string[];
    others: number;
    untilMs?: number;
    plays: boolean;
}

export interface QueueState {
    rev: number;
    paths: string[];
    skipped: Skipped[];
    stuck?: StuckReason;
}

export interface NextFilm {
    path: string;
    atMs: number;
}

export interface FormerClock {
    id: string;
    shiftMs: number;
}

export interface ViewerRow {
    tab: string;
    name: string;
    role: Role;
    ready: boolean;
    following: boolean;
    ownCopy: boolean;
    muted: boolean;
    time?: number;
    bufferedAheadSeconds?: number;
    driftMs?: number;
    clockErrorMs?: number;
    rttMs?: number;
    droppedFrames?: number;
    uplinkShare?: number;
    problem?: string;
    formats?: string[];
    browser?: string;
}

export interface ChatLine {
    id: number;
    tab: string;
    name: string;
    role: Role;
    at: number;
    text: string;
}

export interface Reaction {
    emoji: Emoji;
    count: number;
}

export interface Skipped {
    path: string;
    reason: SkipReason;
}

export type WaitForReady = "off" | "on" | "everyone";

export type OnStall = "let-lag-and-catch-up" | "pause-for-all";

export type Emoji = "👍" | "❤️" | "😂" | "😮" | "😢" | "👏" | "🎉" | "🔥";

export type ErrorCode = "not-json" | "not-text" | "bad-message" | "unknown-command" | "bad-time" | "bad-rate" | "bad-status" | "not-admin" | "wrong-key" | "too-many-wrong-keys" | "not-staged" | "no-such-viewer" | "chat-off" | "muted" | "bad-queue" | "stale-queue" | "removed" | "too-fast" | "no-such-room" | "room-full" | "too-many-connections";

export type Role = "viewer" | "cohost" | "admin";

export type StuckReason = "no-answer" | "not-told" | "library-away" | "unreadable" | "not-kept" | "refused";

export type SkipReason = "no-such-file" | "not-a-video" | "bad-path" | "still-written";

export type ClientMessageUnion = Hello | Auth | Ping | Status | Play | Pause | Seek | Rate | Load | StartNow | ChangePolicy | Cohost | Remove | Mute | ClearChat | Say | React | SetQueue | NextNow | NextStop;

export type ServerMessageUnion = Welcome | Loaded | Playing | Paused | Sought | RateChanged | Waiting | Pong | PolicyChanged | Viewers | WholeChat | Said | Unsaid | Reacted | Queue | Next | Refused;
