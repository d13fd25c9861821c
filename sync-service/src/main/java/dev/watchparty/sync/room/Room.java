package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ClientMessage.ChangePolicy;
import dev.watchparty.sync.protocol.ClientMessage.Load;
import dev.watchparty.sync.protocol.ClientMessage.Pause;
import dev.watchparty.sync.protocol.ClientMessage.Play;
import dev.watchparty.sync.protocol.ClientMessage.Rate;
import dev.watchparty.sync.protocol.ClientMessage.Seek;
import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.protocol.ClientMessage.TimelineCommand;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.Policy;
import dev.watchparty.sync.protocol.Role;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.protocol.TimelineState;
import dev.watchparty.sync.room.RoomEvent.Tell;
import dev.watchparty.sync.room.RoomEvent.TellAll;
import dev.watchparty.sync.timeline.Timeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One room: who is in it, what it watches, where it stands. Commands go in with the server time at which they
/// arrived, events come out. Not thread-safe: one writer owns it.
///
/// *Lead.* "Play on arrival" starts players as far apart as their networks are. So a command becomes a line
/// that takes hold a little later, when even the slowest page has heard of it: at its reported round trip (the
/// whole of it, since nobody knows which half is the slow one) and [#LEAD_MARGIN_MILLIS], within
/// [#MIN_LEAD_MILLIS] and [#MAX_LEAD_MILLIS]. Lines take hold in the order of their revisions, so a lead never
/// undercuts the line before.
///
/// *Identity.* A tab that reconnects brings its token along. Where another connection still holds it, that one
/// is either the ghost of the same tab or a duplicated tab, and only an answer tells: it is probed, an answer
/// means that the newer connection gets an identity of its own, silence for [#CLAIM_MILLIS] that the older one
/// is a ghost and is evicted.
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
    static final double CHECKPOINT_MILLIS = 5000;

    /// Beyond this long away, people have left: the room comes back paused where it was last seen.
    static final long RESUME_WITHIN_MILLIS = 60_000;

    private final RoomName name;
    private final String clockId;
    private final Map<Long, Member> members = new LinkedHashMap<>();
    private final Deque<Member> unwelcomed = new ArrayDeque<>();
    private final CommandPacer pacer = new CommandPacer();

    private Policy policy;
    private @Nullable StagedFilm film;
    private long stageRevision;
    private Timeline timeline;

    private boolean viewersChanged;
    private double viewersDueMillis = Double.NEGATIVE_INFINITY;
    private boolean policyChanged;
    private double policyDueMillis = Double.NEGATIVE_INFINITY;
    private double checkpointAtMillis;

    private List<RoomEvent> events = new ArrayList<>();

    private Room(
            RoomName name,
            String clockId,
            Policy policy,
            @Nullable StagedFilm film,
            long stageRevision,
            Timeline timeline,
            double nowMillis) {
        this.name = name;
        this.clockId = clockId;
        this.policy = policy;
        this.film = film;
        this.stageRevision = stageRevision;
        this.timeline = timeline;
        this.checkpointAtMillis = nowMillis + CHECKPOINT_MILLIS;
    }

    /// A room in which nothing is staged yet.
    ///
    /// @param clockId names the clock of `nowMillis`
    public static Room empty(RoomName name, String clockId, double nowMillis) {
        return new Room(name, clockId, Policy.DEFAULT, null, 0, Timeline.start(nowMillis, 0), nowMillis);
    }

    /// The room as it was saved. A film that was playing goes on where it would be by now, or stands paused
    /// where it was saved when that is more than [#RESUME_WITHIN_MILLIS] ago.
    ///
    /// @param wallMillis the wall clock at `nowMillis`
    public static Room restored(SavedRoom saved, String clockId, double nowMillis, long wallMillis) {
        long awayMillis = wallMillis - saved.wallMillis();
        boolean resumes = saved.playing() && awayMillis <= RESUME_WITHIN_MILLIS;
        // Ahead of now only by a scheduled command's lead; by more, the wall clock was set back.
        double atMillis = nowMillis - Math.clamp(awayMillis, -(long) MAX_LEAD_MILLIS, RESUME_WITHIN_MILLIS);
        Timeline timeline = resumes
                ? new Timeline(saved.positionSeconds(), saved.rate(), true, atMillis, saved.revision())
                : new Timeline(
                        saved.positionSeconds(),
                        saved.rate(),
                        false,
                        nowMillis,
                        saved.playing() ? saved.revision() + 1 : saved.revision());
        return new Room(
                new RoomName(saved.room()),
                clockId,
                saved.policy(),
                saved.staged(),
                saved.stageRevision(),
                timeline,
                nowMillis);
    }

    /// What is to be saved now.
    ///
    /// @param wallMillis the wall clock at `nowMillis`
    public SavedRoom saved(double nowMillis, long wallMillis) {
        double atMillis = Math.max(nowMillis, timeline.atServerMillis());
        return new SavedRoom(
                name.value(),
                film,
                stageRevision,
                policy,
                timeline.positionAt(atMillis, endSeconds()),
                timeline.rate(),
                timeline.playing(),
                timeline.revision(),
                wallMillis + Math.round(atMillis - nowMillis));
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

    public int memberCount() {
        return members.size();
    }

    /// Carries out a command.
    ///
    /// @param nowMillis server time, not before that of the last call
    public List<RoomEvent> apply(RoomCommand command, double nowMillis) {
        events = new ArrayList<>();
        catchUp(nowMillis);
        switch (command) {
            case RoomCommand.Join join -> join(join, nowMillis);
            case RoomCommand.Hello hello -> member(hello.member()).ifPresent(it -> hello(it, hello, nowMillis));
            case RoomCommand.Raise raise -> member(raise.member()).ifPresent(it -> raise(it, nowMillis));
            case RoomCommand.Heard heard -> heard(heard.member(), nowMillis);
            case RoomCommand.Report report -> member(report.member()).ifPresent(it -> report(it, report.status()));
            case RoomCommand.Control control -> member(control.member()).ifPresent(it -> control(it, control));
            case RoomCommand.Leave leave -> leave(leave.member(), nowMillis);
            case RoomCommand.Stage stage -> {
                if (stage.stageRevision() > stageRevision) {
                    load(stage.film(), stage.stageRevision(), nowMillis);
                }
            }
            case RoomCommand.Restage restage -> restage(restage, nowMillis);
            case RoomCommand.Wake wake -> {}
        }
        carryOut(nowMillis);
        report(nowMillis);
        return events;
    }

    /// Server time at which the room wants a [RoomCommand.Wake], positive infinity where it can sleep.
    public double nextWakeMillis() {
        double next = Math.min(timeline.endsAtMillis(endSeconds()), pacer.nextDueMillis());
        if (timeline.playing()) {
            next = Math.min(next, checkpointAtMillis);
        }
        if (viewersChanged && hasHosts()) {
            next = Math.min(next, viewersDueMillis);
        }
        if (policyChanged) {
            next = Math.min(next, policyDueMillis);
        }
        if (!unwelcomed.isEmpty()) {
            next = Math.min(next, unwelcomed.getFirst().joinedAtMillis + GREETING_MILLIS);
        }
        for (Member member : claimants()) {
            next = Math.min(next, Objects.requireNonNull(member.claim).untilMillis());
        }
        return next;
    }

    /// What time alone has brought about.
    private void catchUp(double nowMillis) {
        double endMillis = timeline.endsAtMillis(endSeconds());
        if (nowMillis >= endMillis) {
            timeline = timeline.finish(endMillis, endSeconds());
            tellAll(new ServerMessage.Paused(state()));
            changed(nowMillis);
        }
        if (timeline.playing() && nowMillis >= checkpointAtMillis) {
            changed(nowMillis);
        }
        while (!unwelcomed.isEmpty() && nowMillis >= unwelcomed.getFirst().joinedAtMillis + GREETING_MILLIS) {
            Member silent = unwelcomed.removeFirst();
            welcome(silent, nowMillis);
            catchUpInTheNotesWords(silent);
        }
        Set<Long> ghosts = new LinkedHashSet<>();
        for (Member member : claimants()) {
            Member.Claim claim = Objects.requireNonNull(member.claim);
            if (nowMillis >= claim.untilMillis()) {
                ghosts.add(claim.holder());
            }
        }
        for (long ghost : ghosts) {
            evict(ghost, nowMillis);
        }
    }

    private void join(RoomCommand.Join join, double nowMillis) {
        Member member = new Member(join.member(), join.fresh(), nowMillis);
        members.put(member.id, member);
        unwelcomed.addLast(member);
        viewersChanged = true;
    }

    private void hello(Member member, RoomCommand.Hello hello, double nowMillis) {
        unwelcomed.remove(member);
        member.claim = null;
        if (hello.name() != null) {
            member.rename(hello.name());
        }
        viewersChanged = true;
        ResumeToken token =
                Optional.ofNullable(hello.resume()).flatMap(ResumeToken::parse).orElse(member.token);
        Optional<Member> holder = members.values().stream()
                .filter(other -> other != member && other.token.equals(token))
                .findFirst();
        if (holder.isPresent()) {
            long holderId = holder.get().id;
            member.claim = new Member.Claim(token, holderId, nowMillis + CLAIM_MILLIS);
            events.add(new RoomEvent.Probe(holderId));
            return;
        }
        member.identify(token);
        welcome(member, nowMillis);
    }

    /// The snapshot tells the page that the key was right.
    private void raise(Member member, double nowMillis) {
        member.role = Role.ADMIN;
        viewersChanged = true;
        if (member.welcomed) {
            welcome(member, nowMillis);
        }
    }

    /// The holder of a claimed identity lives: who claims it is another tab.
    private void heard(long holder, double nowMillis) {
        for (Member claimant : claimants()) {
            if (Objects.requireNonNull(claimant.claim).holder() == holder) {
                claimant.claim = null;
                welcome(claimant, nowMillis);
            }
        }
    }

    private void leave(long id, double nowMillis) {
        Member member = members.remove(id);
        if (member == null) {
            return;
        }
        unwelcomed.remove(member);
        viewersChanged = true;
        boolean inherited = false;
        for (Member claimant : claimants()) {
            Member.Claim claim = Objects.requireNonNull(claimant.claim);
            if (claim.holder() == id) {
                claimant.claim = null;
                if (!inherited) {
                    claimant.identify(claim.token());
                    inherited = true;
                }
                welcome(claimant, nowMillis);
            }
        }
    }

    private void evict(long id, double nowMillis) {
        events.add(new RoomEvent.Evict(id));
        leave(id, nowMillis);
    }

    private void report(Member member, Status status) {
        Optional<Status> plausible = StatusCheck.plausible(status);
        if (plausible.isEmpty()) {
            refuse(member, ErrorCode.BAD_STATUS, "The report holds numbers that cannot be.");
            return;
        }
        member.status = plausible.get();
        viewersChanged = true;
    }

    private void control(Member member, RoomCommand.Control control) {
        if (!member.role.mayControl() && !control.keyShown()) {
            refuse(member, ErrorCode.NOT_ADMIN, "Only the host can do this.");
            return;
        }
        switch (control.message()) {
            case ChangePolicy change -> {
                Policy changed = changed(policy, change);
                if (!changed.equals(policy)) {
                    policy = changed;
                    policyChanged = true;
                }
            }
            case Play play -> pacer.offer(play);
            case Pause pause -> pacer.offer(pause);
            case Seek seek -> {
                if (seek.time() == null || !Timeline.isPosition(seek.time())) {
                    refuse(member, ErrorCode.BAD_TIME, "\"time\" is to be in seconds, 0 or more.");
                } else {
                    pacer.offer(seek);
                }
            }
            case Rate rate -> {
                if (rate.rate() == null || !Timeline.isRate(rate.rate())) {
                    refuse(
                            member,
                            ErrorCode.BAD_RATE,
                            "\"rate\" is to be between " + Timeline.MIN_RATE + " and " + Timeline.MAX_RATE + ".");
                } else {
                    pacer.offer(rate);
                }
            }
            case Load load -> {
                if (film == null || !film.etag().equals(load.etag())) {
                    refuse(member, ErrorCode.NOT_STAGED, "This film is not staged. Stage it, then load it.");
                } else {
                    pacer.offer(load);
                }
            }
        }
    }

    /// Timeline commands whose turn has come.
    private void carryOut(double nowMillis) {
        for (TimelineCommand command : pacer.due(nowMillis)) {
            double at = Math.max(nowMillis + leadMillis(), timeline.atServerMillis());
            switch (command) {
                case Play play -> {
                    timeline = timeline.play(at, endSeconds());
                    tellAll(new ServerMessage.Playing(state()));
                }
                case Pause pause -> {
                    timeline = timeline.pause(at, endSeconds());
                    tellAll(new ServerMessage.Paused(state()));
                }
                case Seek seek -> {
                    timeline = timeline.seek(Objects.requireNonNull(seek.time()), at, endSeconds());
                    tellAll(new ServerMessage.Sought(state()));
                }
                case Rate rate -> {
                    timeline = timeline.withRate(Objects.requireNonNull(rate.rate()), at, endSeconds());
                    tellAll(new ServerMessage.RateChanged(state()));
                }
                case Load load -> {
                    if (film != null && film.etag().equals(load.etag())) {
                        load(film, stageRevision, nowMillis);
                    }
                }
            }
            changed(nowMillis);
        }
        if (policyChanged && nowMillis >= policyDueMillis) {
            policyChanged = false;
            policyDueMillis = nowMillis + POLICY_INTERVAL_MILLIS;
            tellAll(new ServerMessage.PolicyChanged(policy));
            changed(nowMillis);
        }
    }

    /// The list of viewers, where it is due.
    private void report(double nowMillis) {
        if (viewersChanged && nowMillis >= viewersDueMillis && hasHosts()) {
            viewersChanged = false;
            viewersDueMillis = nowMillis + VIEWERS_INTERVAL_MILLIS;
            List<Long> hosts = members.values().stream()
                    .filter(member -> member.role.mayControl())
                    .map(member -> member.id)
                    .toList();
            events.add(new RoomEvent.TellSome(
                    hosts,
                    new ServerMessage.Viewers(
                            members.values().stream().map(Member::row).toList())));
        }
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
            load(now, restage.stageRevision(), nowMillis);
        } else if (!film.equals(now)) {
            film = now;
            changed(nowMillis);
        }
    }

    private void load(StagedFilm film, long stageRevision, double nowMillis) {
        this.film = film;
        this.stageRevision = stageRevision;
        pacer.forget();
        timeline = Timeline.start(nowMillis, timeline.revision() + 1);
        tellAll(new ServerMessage.Loaded(film, stageRevision, timeline.revision()));
        changed(nowMillis);
    }

    /// There is no message for "nothing is staged any more": everybody gets the snapshot.
    private void unstage(long stageRevision, double nowMillis) {
        film = null;
        this.stageRevision = stageRevision;
        pacer.forget();
        timeline = Timeline.start(nowMillis, timeline.revision() + 1);
        for (Member member : members.values()) {
            if (member.welcomed) {
                welcome(member, nowMillis);
            }
        }
        changed(nowMillis);
    }

    private void welcome(Member member, double nowMillis) {
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
                        clockId,
                        nowMillis)));
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
        if (!members.isEmpty()) {
            events.add(new TellAll(message));
        }
    }

    private void changed(double nowMillis) {
        checkpointAtMillis = nowMillis + CHECKPOINT_MILLIS;
        events.add(new RoomEvent.Changed());
    }

    private double leadMillis() {
        double slowest = 0;
        for (Member member : members.values()) {
            if (member.status != null && member.status.rttMs() != null) {
                slowest = Math.max(slowest, member.status.rttMs());
            }
        }
        return Math.clamp(slowest + LEAD_MARGIN_MILLIS, MIN_LEAD_MILLIS, MAX_LEAD_MILLIS);
    }

    private double endSeconds() {
        Double duration = film == null ? null : film.durationSeconds();
        return duration == null ? Double.POSITIVE_INFINITY : duration;
    }

    private TimelineState state() {
        return new TimelineState(
                timeline.positionSeconds(),
                timeline.atServerMillis(),
                timeline.revision(),
                timeline.rate(),
                timeline.playing());
    }

    private Optional<Member> member(long id) {
        return Optional.ofNullable(members.get(id));
    }

    private List<Member> claimants() {
        return members.values().stream().filter(member -> member.claim != null).toList();
    }

    private boolean hasHosts() {
        return members.values().stream().anyMatch(member -> member.role.mayControl());
    }

    private static Policy changed(Policy policy, ChangePolicy change) {
        return new Policy(
                change.enforcePausePlay() == null ? policy.enforcePausePlay() : change.enforcePausePlay(),
                change.followMode() == null ? policy.followMode() : change.followMode(),
                change.waitForReady() == null ? policy.waitForReady() : change.waitForReady(),
                change.onStall() == null ? policy.onStall() : change.onStall(),
                change.chat() == null ? policy.chat() : change.chat());
    }
}
