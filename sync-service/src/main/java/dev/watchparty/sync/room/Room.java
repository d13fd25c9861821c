package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ClientMessage.ChangePolicy;
import dev.watchparty.sync.protocol.ClientMessage.ClearChat;
import dev.watchparty.sync.protocol.ClientMessage.Cohost;
import dev.watchparty.sync.protocol.ClientMessage.Load;
import dev.watchparty.sync.protocol.ClientMessage.Mute;
import dev.watchparty.sync.protocol.ClientMessage.NextNow;
import dev.watchparty.sync.protocol.ClientMessage.NextStop;
import dev.watchparty.sync.protocol.ClientMessage.Pause;
import dev.watchparty.sync.protocol.ClientMessage.Play;
import dev.watchparty.sync.protocol.ClientMessage.QueueCommand;
import dev.watchparty.sync.protocol.ClientMessage.Rate;
import dev.watchparty.sync.protocol.ClientMessage.React;
import dev.watchparty.sync.protocol.ClientMessage.Remove;
import dev.watchparty.sync.protocol.ClientMessage.Say;
import dev.watchparty.sync.protocol.ClientMessage.Seek;
import dev.watchparty.sync.protocol.ClientMessage.SetQueue;
import dev.watchparty.sync.protocol.ClientMessage.StartNow;
import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.protocol.ClientMessage.Talk;
import dev.watchparty.sync.protocol.ClientMessage.TimelineCommand;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.FormerClock;
import dev.watchparty.sync.protocol.NextFilm;
import dev.watchparty.sync.protocol.Policy;
import dev.watchparty.sync.protocol.QueueState;
import dev.watchparty.sync.protocol.Role;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.ServerMessage.Refused;
import dev.watchparty.sync.protocol.ServerMessage.ViewerRow;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.protocol.TimelineState;
import dev.watchparty.sync.protocol.WaitState;
import dev.watchparty.sync.room.RoomEvent.Tell;
import dev.watchparty.sync.room.RoomEvent.TellAll;
import dev.watchparty.sync.room.SavedRoom.SavedClock;
import dev.watchparty.sync.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One room: who is in it, what it watches, where it stands. Commands go in with the server time at which they
/// arrived, events come out. Not thread-safe: one writer owns it.
///
/// *Lead.* "Play on arrival" starts players as far apart as their networks are. So a command becomes a line
/// that takes hold a little later, when even the slowest page has heard of it: at its reported round trip (the
/// whole of it, since nobody knows which half is the slow one) and [#LEAD_MARGIN_MILLIS], within
/// [#MIN_LEAD_MILLIS] and [#MAX_LEAD_MILLIS]. Lines take hold in the order of their revisions, so a lead never
/// undercuts the line before.
public final class Room {

    static final double MIN_LEAD_MILLIS = 150;
    static final double MAX_LEAD_MILLIS = 1500;
    static final double LEAD_MARGIN_MILLIS = 50;

    /// How long a new connection may take to say `hello` before it is welcomed unasked. Longer than a slow
    /// round trip, so that a page is welcomed once; a client that knows only the note's messages does not wait
    /// for a welcome.
    static final double GREETING_MILLIS = 750;

    static final double CLAIM_MILLIS = 1500;
    static final double VIEWERS_INTERVAL_MILLIS = 1000;
    static final double POLICY_INTERVAL_MILLIS = 100;
    static final double WAIT_INTERVAL_MILLIS = 250;
    static final double CHECKPOINT_MILLIS = 5000;

    /// Beyond this long away, people have left: the room comes back paused where it was last seen.
    static final long RESUME_WITHIN_MILLIS = 60_000;

    private final RoomName name;
    private final String clockId;
    private final @Nullable FormerClock formerClock;
    private final Attendance attendance;
    private final CommandPacer pacer = new CommandPacer();
    private final ReadyTogether ready = new ReadyTogether();
    private final Chat chat;
    private final UpNext upNext;

    private Policy policy;
    private @Nullable StagedFilm film;
    private long stageRevision;
    private Timeline timeline;

    /// Where a film of unknown length was seen to end, NaN where none was.
    private double seenEndSeconds = Double.NaN;

    private @Nullable Map<String, Double> uplinkShares;
    private final Throttle viewersNews = new Throttle(VIEWERS_INTERVAL_MILLIS);
    private final Throttle policyNews = new Throttle(POLICY_INTERVAL_MILLIS);
    private @Nullable WaitState toldWait;
    private double waitDueMillis = Double.NEGATIVE_INFINITY;
    private QueueState toldQueue;
    private @Nullable NextFilm toldNext;
    private double checkpointAtMillis;

    private List<RoomEvent> events = new ArrayList<>();

    private Room(
            RoomName name,
            String clockId,
            @Nullable FormerClock formerClock,
            Policy policy,
            @Nullable StagedFilm film,
            long stageRevision,
            Timeline timeline,
            Cohosts cohosts,
            SavedChat chat,
            UpNext upNext,
            double nowMillis) {
        this.name = name;
        this.clockId = clockId;
        this.formerClock = formerClock;
        this.policy = policy;
        this.film = film;
        this.stageRevision = stageRevision;
        this.timeline = timeline;
        this.chat = new Chat(chat.lines());
        this.attendance = new Attendance(cohosts, new Muted(chat.muted()), new Consequences());
        this.upNext = upNext;
        this.toldQueue = upNext.queue();
        this.checkpointAtMillis = nowMillis + CHECKPOINT_MILLIS;
    }

    /// A room in which nothing is staged yet.
    ///
    /// @param clockId names the clock of `nowMillis`
    public static Room empty(RoomName name, String clockId, double nowMillis) {
        return new Room(
                name,
                clockId,
                null,
                Policy.DEFAULT,
                null,
                0,
                Timeline.start(nowMillis, 0),
                new Cohosts(List.of()),
                SavedChat.EMPTY,
                new UpNext(List.of()),
                nowMillis);
    }

    /// The room as it was saved. A film that was playing goes on where it would be by now, or from where it stood
    /// while it waited for viewers; it stands paused where it was saved when that is more than
    /// [#RESUME_WITHIN_MILLIS] ago. A countdown to the next film begins anew: viewers need a moment to be back.
    ///
    /// @param wallMillis the wall clock at `nowMillis`
    public static Room restored(SavedRoom saved, String clockId, double nowMillis, double wallMillis) {
        double awayMillis = wallMillis - saved.wallMillis();
        boolean resumes = saved.playing() && awayMillis <= RESUME_WITHIN_MILLIS;
        boolean waited = Boolean.TRUE.equals(saved.waiting());
        // Ahead of now only by a scheduled command's lead; by more, the wall clock was set back. Where it stood,
        // nobody has missed anything, and it takes the viewers a while to come back.
        double atMillis = waited
                ? nowMillis + MAX_LEAD_MILLIS
                : nowMillis - Math.clamp(awayMillis, -MAX_LEAD_MILLIS, RESUME_WITHIN_MILLIS);
        long revision = saved.playing() && (waited || !resumes) ? saved.revision() + 1 : saved.revision();
        Timeline timeline = resumes
                ? new Timeline(saved.positionSeconds(), saved.rate(), true, atMillis, revision)
                : new Timeline(saved.positionSeconds(), saved.rate(), false, nowMillis, revision);
        UpNext upNext = new UpNext(saved.queue());
        if (Boolean.TRUE.equals(saved.counting()) && awayMillis <= RESUME_WITHIN_MILLIS) {
            upNext.filmEnded(nowMillis);
        }
        Room room = new Room(
                new RoomName(saved.room()),
                clockId,
                formerClock(saved.clock(), nowMillis, awayMillis),
                saved.policy(),
                saved.staged(),
                saved.stageRevision(),
                timeline,
                new Cohosts(saved.cohosts()),
                saved.chat(),
                upNext,
                nowMillis);
        // A wait that is over is not to be gone back to, should the service be killed again.
        room.checkpointAtMillis = nowMillis;
        return room;
    }

    /// Ties the clock that the room was saved by to this one, as the line is: by the wall clock. Where that
    /// was set back, or the room was saved long ago, nothing is said of the two.
    private static @Nullable FormerClock formerClock(@Nullable SavedClock clock, double nowMillis, double awayMillis) {
        return clock != null && awayMillis >= -MAX_LEAD_MILLIS && awayMillis <= RESUME_WITHIN_MILLIS
                ? new FormerClock(clock.id(), nowMillis - awayMillis - clock.millis())
                : null;
    }

    /// What is to be saved now.
    ///
    /// @param wallMillis the wall clock at `nowMillis`
    public SavedRoom saved(double nowMillis, double wallMillis) {
        double atMillis = Math.max(nowMillis, timeline.atServerMillis());
        return new SavedRoom(
                name.value(),
                film,
                stageRevision,
                policy,
                timeline.positionAt(atMillis, endSeconds()),
                timeline.rate(),
                goesOn(),
                ready.plays(),
                timeline.revision(),
                wallMillis + atMillis - nowMillis,
                new SavedClock(clockId, atMillis),
                attendance.cohosts(),
                new SavedChat(chat.lines(), attendance.muted()),
                upNext.queue().paths(),
                upNext.isCounting());
    }

    public RoomName name() {
        return name;
    }

    public long stageRevision() {
        return stageRevision;
    }

    public Optional<StagedFilm> film() {
        return Optional.ofNullable(film);
    }

    /// The pages that are here now, as far as the front door named their browsers.
    public List<PageReport> pages(double nowMillis) {
        return attendance.members().stream()
                .flatMap(member -> member.page(nowMillis).stream())
                .toList();
    }

    public int memberCount() {
        return attendance.members().size();
    }

    /// Carries out a command.
    ///
    /// @param nowMillis server time, not before that of the last call
    public List<RoomEvent> apply(RoomCommand command, double nowMillis) {
        events = new ArrayList<>();
        catchUp(nowMillis);
        switch (command) {
            case RoomCommand.Join join -> attendance.join(join, nowMillis);
            case RoomCommand.Hello hello ->
                attendance.member(hello.member()).ifPresent(it -> attendance.hello(it, hello, nowMillis));
            case RoomCommand.Raise raise ->
                attendance.member(raise.member()).ifPresent(it -> attendance.raise(it, nowMillis));
            case RoomCommand.Heard heard -> attendance.heard(heard.member(), nowMillis);
            case RoomCommand.Report report ->
                attendance.member(report.member()).ifPresent(it -> report(it, report.status(), nowMillis));
            case RoomCommand.Control control ->
                attendance.member(control.member()).ifPresent(it -> control(it, control, nowMillis));
            case RoomCommand.Talk talk ->
                attendance.member(talk.member()).ifPresent(it -> talk(it, talk.message(), nowMillis));
            case RoomCommand.Leave leave -> attendance.leave(leave.member(), nowMillis);
            case RoomCommand.Stage stage -> {
                if (stage.stageRevision() > stageRevision) {
                    stage(stage.film(), stage.stageRevision(), nowMillis);
                }
            }
            case RoomCommand.Restage restage -> restage(restage, nowMillis);
            case RoomCommand.StageAnswered answer -> upNext.answered(answer.question(), answer.outcome(), nowMillis);
            case RoomCommand.Share share -> {
                if (!Objects.equals(share.parts(), uplinkShares)) {
                    uplinkShares = share.parts();
                    viewersNews.changed();
                }
            }
            case RoomCommand.Wake wake -> {}
        }
        carryOut(nowMillis);
        goOnWhenReady(nowMillis);
        askForNext(nowMillis);
        tellWait(nowMillis);
        chat.due(nowMillis).forEach(this::tellAll);
        tellNext(nowMillis);
        report(nowMillis);
        return events;
    }

    /// Server time at which the room wants a [RoomCommand.Wake], positive infinity where it can sleep.
    public double nextWakeMillis() {
        double next = Math.min(timeline.endsAtMillis(endSeconds()), pacer.nextDueMillis());
        if (goesOn()) {
            next = Math.min(next, checkpointAtMillis);
        }
        if (attendance.hasHosts()) {
            next = Math.min(next, viewersNews.nextMillis());
        }
        next = Math.min(next, policyNews.nextMillis());
        next = Math.min(next, ready.nextMillis());
        next = Math.min(next, chat.nextMillis());
        next = Math.min(next, upNext.nextMillis());
        if (!Objects.equals(toldWait, ready.told())) {
            next = Math.min(next, waitDueMillis);
        }
        return Math.min(next, attendance.nextMillis());
    }

    /// What time alone has brought about.
    private void catchUp(double nowMillis) {
        double endMillis = timeline.endsAtMillis(endSeconds());
        if (nowMillis >= endMillis) {
            end(endMillis, endSeconds(), nowMillis);
        }
        if (goesOn() && nowMillis >= checkpointAtMillis) {
            changed(nowMillis);
        }
        for (Member silent : attendance.silent(nowMillis)) {
            welcome(silent, nowMillis);
            catchUpInTheNotesWords(silent);
        }
        attendance.evictGhosts(nowMillis);
    }

    private void end(double atMillis, double seconds, double nowMillis) {
        timeline = timeline.finish(atMillis, seconds);
        tellAll(new ServerMessage.Paused(state()));
        upNext.filmEnded(nowMillis);
        changed(nowMillis);
    }

    private void report(Member member, Status status, double nowMillis) {
        Optional<Status> plausible = StatusCheck.plausible(status);
        if (plausible.isEmpty()) {
            refuse(member, ErrorCode.BAD_STATUS, "The report holds numbers that cannot be.");
            return;
        }
        member.status = plausible.get();
        member.reportedAtMillis = nowMillis;
        ready.reported(member, timeline.positionAt(nowMillis, endSeconds()), nowMillis);
        if (timeline.playing()
                && nowMillis >= timeline.atServerMillis()
                && ready.stalls(member, policy, endSeconds(), nowMillis)) {
            double at = nextAtMillis(nowMillis);
            timeline = timeline.pause(at, endSeconds());
            ready.stopped(member, timeline.positionSeconds(), at, nowMillis);
            tellAll(new ServerMessage.Paused(state()));
            changed(nowMillis);
        }
        if (Boolean.TRUE.equals(plausible.get().ended()) && film != null && film.durationSeconds() == null) {
            FilmEnd.reached(attendance.members(), timeline, nowMillis).ifPresent(seconds -> {
                seenEndSeconds = seconds;
                end(nowMillis, seconds, nowMillis);
            });
        }
        viewersNews.changed();
    }

    private void control(Member member, RoomCommand.Control control, double nowMillis) {
        boolean admin = member.role == Role.ADMIN || control.keyShown();
        Optional<Refused> refusal = ControlCheck.rights(control.message(), admin || member.role.mayControl(), admin)
                .or(() -> ControlCheck.sense(control.message(), film));
        if (refusal.isPresent()) {
            events.add(new Tell(member.id, refusal.get()));
            return;
        }
        switch (control.message()) {
            case TimelineCommand command -> pacer.offer(command);
            case ChangePolicy change -> {
                Policy changed = change.appliedTo(policy);
                if (!changed.equals(policy)) {
                    ready.policyChanged(policy, changed);
                    policy = changed;
                    policyNews.changed();
                }
            }
            case Cohost cohost -> attendance.cohost(member, cohost, nowMillis);
            case Remove remove -> attendance.remove(member, remove, nowMillis);
            case Mute mute -> attendance.mute(member, mute, nowMillis);
            case ClearChat clear ->
                (clear.tab() == null ? Optional.of(chat.clear()) : chat.clear(clear.tab())).ifPresent(news -> {
                    tellAll(news);
                    changed(nowMillis);
                });
            case QueueCommand command -> queue(member, command, nowMillis);
        }
    }

    private void queue(Member member, QueueCommand command, double nowMillis) {
        switch (command) {
            case SetQueue wish -> {
                List<String> paths = Objects.requireNonNull(wish.paths()).stream()
                        .flatMap(path -> UpNext.canonical(path).stream())
                        .toList();
                if (!upNext.set(paths, wish.rev())) {
                    refuse(member, ErrorCode.STALE_QUEUE, "The queue was changed meanwhile. Look at it and try again.");
                    events.add(new Tell(member.id, new ServerMessage.Queue(upNext.queue())));
                }
            }
            case NextNow now -> upNext.hurry(nowMillis);
            case NextStop stop -> upNext.stop();
        }
    }

    private void talk(Member member, Talk message, double nowMillis) {
        Optional<Refused> refusal = switch (message) {
            case Say said -> chat.say(member, said, policy, nowMillis);
            case React reaction -> chat.react(member, reaction, policy, nowMillis);
        };
        refusal.ifPresent(why -> events.add(new Tell(member.id, why)));
        if (refusal.isEmpty() && message instanceof Say) {
            changed(nowMillis);
        }
    }

    /// Timeline commands whose turn has come.
    private void carryOut(double nowMillis) {
        for (TimelineCommand command : pacer.due(nowMillis)) {
            double at = nextAtMillis(nowMillis);
            switch (command) {
                case Play play -> {
                    upNext.interrupt();
                    double here = timeline.positionAt(nowMillis, endSeconds());
                    if (!timeline.playing() && here >= endSeconds()) {
                        startOver(at, nowMillis);
                    } else if (timeline.playing() || !ready.asksToPlay(attendance.members(), policy, here, nowMillis)) {
                        play(at);
                    }
                }
                case StartNow start -> {
                    if (!timeline.playing()) {
                        upNext.interrupt();
                        play(at);
                    }
                }
                case Pause pause -> {
                    ready.asksToPause();
                    timeline = timeline.pause(at, endSeconds());
                    tellAll(new ServerMessage.Paused(state()));
                }
                case Seek seek -> {
                    upNext.interrupt();
                    seek(Objects.requireNonNull(seek.time()), at, nowMillis);
                }
                case Rate rate -> {
                    timeline = timeline.withRate(Objects.requireNonNull(rate.rate()), at, endSeconds());
                    tellAll(new ServerMessage.RateChanged(state()));
                }
                case Load load -> {
                    if (film != null && film.etag().equals(load.etag())) {
                        upNext.interrupt();
                        load(film, stageRevision, policy, false, nowMillis);
                    }
                }
            }
            changed(nowMillis);
        }
        if (policyNews.take(nowMillis)) {
            tellAll(new ServerMessage.PolicyChanged(policy));
            changed(nowMillis);
        }
    }

    private void play(double at) {
        ready.started();
        timeline = timeline.play(at, endSeconds());
        tellAll(new ServerMessage.Playing(state()));
    }

    /// Where viewers are waited for, the room stands at the new place until they are ready. A client of the
    /// note's messages takes only the place from a seek, so it is told the pause as well.
    private void seek(double seconds, double at, double nowMillis) {
        boolean played = timeline.playing();
        boolean goesOn = (played || ready.plays()) && seconds < endSeconds();
        ready.moved(attendance.members(), policy, Math.min(seconds, endSeconds()), at, goesOn, nowMillis);
        boolean holds = ready.isWaiting();
        timeline = holds ? timeline.hold(seconds, at, endSeconds()) : timeline.seek(seconds, at, endSeconds());
        tellAll(new ServerMessage.Sought(state()));
        if (played && holds) {
            tellAll(new ServerMessage.Paused(state()));
        }
        if (goesOn && !holds && !played) {
            play(at);
        }
    }

    /// The film once more: a jump to its start, and viewers are waited for as after any other.
    private void startOver(double at, double nowMillis) {
        ready.moved(attendance.members(), policy, 0, at, true, nowMillis);
        if (ready.isWaiting()) {
            timeline = timeline.hold(0, at, endSeconds());
            tellAll(new ServerMessage.Sought(state()));
        } else {
            play(at);
        }
    }

    private void goOnWhenReady(double nowMillis) {
        if (!ready.isOver(nowMillis)) {
            return;
        }
        boolean plays = ready.plays();
        ready.ended();
        if (plays) {
            play(nextAtMillis(nowMillis));
            changed(nowMillis);
        }
    }

    /// For whom the room waits, where that is news. Beginning and end are told at once, what lies between at
    /// most each [#WAIT_INTERVAL_MILLIS].
    private void tellWait(double nowMillis) {
        WaitState wait = ready.told();
        boolean edge = wait == null || toldWait == null;
        if (Objects.equals(wait, toldWait) || (!edge && nowMillis < waitDueMillis)) {
            return;
        }
        toldWait = wait;
        waitDueMillis = nowMillis + WAIT_INTERVAL_MILLIS;
        tellAll(new ServerMessage.Waiting(wait == null ? WaitState.over(timeline.playing()) : wait));
    }

    /// Asks for the film whose time has come.
    private void askForNext(double nowMillis) {
        upNext.due(!attendance.members().isEmpty(), nowMillis)
                .ifPresent(question ->
                        events.add(new RoomEvent.AskStage(question.number(), question.path(), stageRevision)));
    }

    /// The countdown to everybody and the queue to admins, where they are news.
    private void tellNext(double nowMillis) {
        NextFilm next = upNext.told();
        if (!Objects.equals(next, toldNext)) {
            toldNext = next;
            tellAll(new ServerMessage.Next(next));
            changed(nowMillis);
        }
        QueueState queue = upNext.queue();
        if (!queue.equals(toldQueue)) {
            toldQueue = queue;
            List<Long> admins = attendance.members().stream()
                    .filter(member -> member.role == Role.ADMIN)
                    .map(member -> member.id)
                    .toList();
            if (!admins.isEmpty()) {
                events.add(new RoomEvent.TellSome(admins, new ServerMessage.Queue(queue)));
            }
            changed(nowMillis);
        }
    }

    /// The list of viewers, where it is due.
    private void report(double nowMillis) {
        if (attendance.hasHosts() && viewersNews.take(nowMillis)) {
            List<Long> hosts =
                    attendance.hosts().stream().map(member -> member.id).toList();
            events.add(new RoomEvent.TellSome(
                    hosts,
                    new ServerMessage.Viewers(attendance.members().stream()
                            .map(member -> row(member, nowMillis))
                            .toList())));
        }
    }

    /// A viewer whom the media service does not name is sent nothing.
    private ViewerRow row(Member member, double nowMillis) {
        Map<String, Double> shares = uplinkShares;
        return member.row(
                shares == null || member.viewer == null ? null : shares.getOrDefault(member.viewer, 0.0), nowMillis);
    }

    private void restage(RoomCommand.Restage restage, double nowMillis) {
        StagedFilm now = restage.film();
        if (restage.ifStageRevision() != stageRevision) {
            return;
        }
        if (now == null) {
            if (film == null) {
                stageRevision = restage.stageRevision();
            } else {
                unstage(restage.stageRevision(), nowMillis);
            }
        } else if (film == null
                || restage.stageRevision() != stageRevision
                || !film.etag().equals(now.etag())) {
            stage(now, restage.stageRevision(), nowMillis);
        } else if (!film.equals(now)) {
            film = now;
            changed(nowMillis);
        }
    }

    /// The next film of the queue plays by itself, once those who report have the start of it: nobody may be here who
    /// could press play.
    private void stage(StagedFilm film, long stageRevision, double nowMillis) {
        pacer.forget();
        boolean next = upNext.staged(film.path());
        load(film, stageRevision, next ? policy.thatWaits() : policy, next, nowMillis);
    }

    private void load(StagedFilm film, long stageRevision, Policy policy, boolean plays, double nowMillis) {
        this.film = film;
        this.stageRevision = stageRevision;
        seenEndSeconds = Double.NaN;
        timeline = Timeline.start(nowMillis, timeline.revision() + 1);
        ready.moved(attendance.members(), policy, 0, nowMillis + leadMillis(), plays, nowMillis);
        tellAll(new ServerMessage.Loaded(film, stageRevision, timeline.revision()));
        if (plays && !ready.isWaiting()) {
            play(nextAtMillis(nowMillis));
        }
        changed(nowMillis);
    }

    /// There is no message for "nothing is staged any more": everybody gets the snapshot.
    private void unstage(long stageRevision, double nowMillis) {
        film = null;
        this.stageRevision = stageRevision;
        pacer.forget();
        ready.forget();
        upNext.stop();
        timeline = Timeline.start(nowMillis, timeline.revision() + 1);
        for (Member member : attendance.members()) {
            if (member.welcomed) {
                welcome(member, nowMillis);
            }
        }
        changed(nowMillis);
    }

    private void welcome(Member member, double nowMillis) {
        boolean first = !member.welcomed;
        member.welcomed = true;
        events.add(new Tell(
                member.id,
                new ServerMessage.Welcome(
                        name.value(),
                        member.you(),
                        member.token.secret(),
                        ServerMessage.PROTOCOL_VERSION,
                        policy,
                        film,
                        stageRevision,
                        state(),
                        ready.told(),
                        chat.newestId(),
                        member.role == Role.ADMIN ? upNext.queue() : null,
                        upNext.told(),
                        clockId,
                        formerClock,
                        nowMillis)));
        if (first) {
            chat.history().forEach(part -> events.add(new Tell(member.id, part)));
        }
    }

    /// A client that did not say `hello` may know only the note's messages: they put it where the others are.
    /// To one that understood the welcome they say nothing new.
    private void catchUpInTheNotesWords(Member member) {
        if (film == null) {
            return;
        }
        events.add(new Tell(member.id, new ServerMessage.Sought(state())));
        if (timeline.playing()) {
            events.add(new Tell(member.id, new ServerMessage.Playing(state())));
        }
    }

    private void refuse(Member member, ErrorCode code, String message) {
        events.add(new Tell(member.id, new ServerMessage.Refused(code, message)));
    }

    private void tellAll(ServerMessage message) {
        if (!attendance.members().isEmpty()) {
            events.add(new TellAll(message));
        }
    }

    /// Whether it plays, be it after a wait.
    private boolean goesOn() {
        return timeline.playing() || ready.plays();
    }

    private void changed(double nowMillis) {
        checkpointAtMillis = nowMillis + CHECKPOINT_MILLIS;
        events.add(new RoomEvent.Changed());
    }

    /// When a line that is made now takes hold.
    private double nextAtMillis(double nowMillis) {
        return Math.max(nowMillis + leadMillis(), timeline.atServerMillis());
    }

    private double leadMillis() {
        double slowest = 0;
        for (Member member : attendance.members()) {
            if (member.status != null && member.status.rttMs() != null) {
                slowest = Math.max(slowest, member.status.rttMs());
            }
        }
        return Math.clamp(slowest + LEAD_MARGIN_MILLIS, MIN_LEAD_MILLIS, MAX_LEAD_MILLIS);
    }

    /// An end that was only seen is one as long as the room stands there: should the viewers have been wrong, a jump
    /// back and the film goes on behind it.
    private double endSeconds() {
        Double duration = film == null ? null : film.durationSeconds();
        if (duration != null) {
            return duration;
        }
        boolean standsAtTheEnd = !timeline.playing() && timeline.positionSeconds() == seenEndSeconds;
        return standsAtTheEnd ? seenEndSeconds : Double.POSITIVE_INFINITY;
    }

    private TimelineState state() {
        return new TimelineState(
                timeline.positionSeconds(),
                timeline.atServerMillis(),
                timeline.revision(),
                timeline.rate(),
                timeline.playing());
    }

    private final class Consequences implements Attendance.Outcome {

        @Override
        public void welcome(Member member, double nowMillis) {
            Room.this.welcome(member, nowMillis);
        }

        @Override
        public void left(Member member) {
            ready.left(member);
        }

        @Override
        public void changed() {
            viewersNews.changed();
        }

        @Override
        public void savedChanged(double nowMillis) {
            Room.this.changed(nowMillis);
        }

        @Override
        public void event(RoomEvent event) {
            events.add(event);
        }
    }
}
