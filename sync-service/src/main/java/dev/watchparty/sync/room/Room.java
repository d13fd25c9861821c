package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ClientMessage.ChangePolicy;
import dev.watchparty.sync.protocol.ClientMessage.Cohost;
import dev.watchparty.sync.protocol.ClientMessage.Load;
import dev.watchparty.sync.protocol.ClientMessage.Pause;
import dev.watchparty.sync.protocol.ClientMessage.Play;
import dev.watchparty.sync.protocol.ClientMessage.Rate;
import dev.watchparty.sync.protocol.ClientMessage.Remove;
import dev.watchparty.sync.protocol.ClientMessage.Seek;
import dev.watchparty.sync.protocol.ClientMessage.StartNow;
import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.protocol.ClientMessage.TimelineCommand;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.Policy;
import dev.watchparty.sync.protocol.Role;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.ServerMessage.Refused;
import dev.watchparty.sync.protocol.ServerMessage.ViewerRow;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.protocol.TimelineState;
import dev.watchparty.sync.protocol.WaitState;
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
    static final double WAIT_INTERVAL_MILLIS = 250;
    static final double CHECKPOINT_MILLIS = 5000;

    /// Beyond this long away, people have left: the room comes back paused where it was last seen.
    static final long RESUME_WITHIN_MILLIS = 60_000;

    private final RoomName name;
    private final String clockId;
    private final Map<Long, Member> members = new LinkedHashMap<>();
    private final Deque<Member> unwelcomed = new ArrayDeque<>();
    private final CommandPacer pacer = new CommandPacer();
    private final Cohosts cohosts;
    private final Barred barred = new Barred();
    private final ReadyTogether ready = new ReadyTogether();

    private Policy policy;
    private @Nullable StagedFilm film;
    private long stageRevision;
    private Timeline timeline;

    private @Nullable Map<String, Double> uplinkShares;
    private final Throttle viewersNews = new Throttle(VIEWERS_INTERVAL_MILLIS);
    private final Throttle policyNews = new Throttle(POLICY_INTERVAL_MILLIS);
    private @Nullable WaitState toldWait;
    private double waitDueMillis = Double.NEGATIVE_INFINITY;
    private double checkpointAtMillis;

    private List<RoomEvent> events = new ArrayList<>();

    private Room(
            RoomName name,
            String clockId,
            Policy policy,
            @Nullable StagedFilm film,
            long stageRevision,
            Timeline timeline,
            Cohosts cohosts,
            double nowMillis) {
        this.name = name;
        this.clockId = clockId;
        this.policy = policy;
        this.film = film;
        this.stageRevision = stageRevision;
        this.timeline = timeline;
        this.cohosts = cohosts;
        this.checkpointAtMillis = nowMillis + CHECKPOINT_MILLIS;
    }

    /// A room in which nothing is staged yet.
    ///
    /// @param clockId names the clock of `nowMillis`
    public static Room empty(RoomName name, String clockId, double nowMillis) {
        return new Room(
                name,
                clockId,
                Policy.DEFAULT,
                null,
                0,
                Timeline.start(nowMillis, 0),
                new Cohosts(List.of()),
                nowMillis);
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
                new Cohosts(saved.cohosts()),
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
                timeline.playing() || ready.plays(),
                timeline.revision(),
                wallMillis + Math.round(atMillis - nowMillis),
                cohosts.all());
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
        return members.values().stream()
                .flatMap(member -> member.page(nowMillis).stream())
                .toList();
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
            case RoomCommand.Report report ->
                member(report.member()).ifPresent(it -> report(it, report.status(), nowMillis));
            case RoomCommand.Control control ->
                member(control.member()).ifPresent(it -> control(it, control, nowMillis));
            case RoomCommand.Leave leave -> leave(leave.member(), nowMillis);
            case RoomCommand.Stage stage -> {
                if (stage.stageRevision() > stageRevision) {
                    load(stage.film(), stage.stageRevision(), nowMillis);
                }
            }
            case RoomCommand.Restage restage -> restage(restage, nowMillis);
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
        tellWait(nowMillis);
        report(nowMillis);
        return events;
    }

    /// Server time at which the room wants a [RoomCommand.Wake], positive infinity where it can sleep.
    public double nextWakeMillis() {
        double next = Math.min(timeline.endsAtMillis(endSeconds()), pacer.nextDueMillis());
        if (timeline.playing()) {
            next = Math.min(next, checkpointAtMillis);
        }
        if (hasHosts()) {
            next = Math.min(next, viewersNews.nextMillis());
        }
        next = Math.min(next, policyNews.nextMillis());
        next = Math.min(next, ready.nextMillis());
        if (!Objects.equals(toldWait, ready.told())) {
            next = Math.min(next, waitDueMillis);
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
        Member member = new Member(join.member(), join.fresh(), join.viewer(), nowMillis);
        members.put(member.id, member);
        unwelcomed.addLast(member);
        viewersNews.changed();
        if (member.viewer != null && barred.contains(member.viewer, nowMillis)) {
            expel(member, nowMillis);
        }
    }

    private void hello(Member member, RoomCommand.Hello hello, double nowMillis) {
        unwelcomed.remove(member);
        member.claim = null;
        if (hello.name() != null) {
            member.rename(hello.name());
        }
        viewersNews.changed();
        ResumeToken token =
                Optional.ofNullable(hello.resume()).flatMap(ResumeToken::parse).orElse(member.token);
        if (barred.contains(token.tab(), nowMillis)) {
            expel(member, nowMillis);
            return;
        }
        Optional<Member> holder = members.values().stream()
                .filter(other -> other != member && other.token.equals(token))
                .findFirst();
        if (holder.isPresent()) {
            long holderId = holder.get().id;
            member.claim = new Member.Claim(token, holderId, nowMillis + CLAIM_MILLIS);
            events.add(new RoomEvent.Probe(holderId));
            return;
        }
        identify(member, token);
        welcome(member, nowMillis);
    }

    private void identify(Member member, ResumeToken token) {
        member.identify(token);
        if (member.role != Role.ADMIN) {
            member.role = cohosts.contains(member.tab) ? Role.COHOST : Role.VIEWER;
        }
    }

    /// The snapshot tells the page that the key was right.
    private void raise(Member member, double nowMillis) {
        member.role = Role.ADMIN;
        viewersNews.changed();
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
        ready.left(member);
        viewersNews.changed();
        boolean inherited = false;
        for (Member claimant : claimants()) {
            Member.Claim claim = Objects.requireNonNull(claimant.claim);
            if (claim.holder() == id) {
                claimant.claim = null;
                if (barred.contains(claim.token().tab(), nowMillis)) {
                    expel(claimant, nowMillis);
                    continue;
                }
                if (!inherited) {
                    identify(claimant, claim.token());
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
                    policy = changed;
                    policyNews.changed();
                    ready.policyChanged(policy);
                }
            }
            case Cohost cohost -> cohost(member, cohost, nowMillis);
            case Remove remove -> remove(member, remove, nowMillis);
        }
    }

    /// Who is not here can lose the role and cannot get it. An admin has it all already.
    private void cohost(Member host, Cohost cohost, double nowMillis) {
        String tab = cohost.tab() == null ? "" : cohost.tab();
        Optional<Member> here = byTab(tab);
        if (here.isEmpty() && (cohost.granted() || !cohosts.contains(tab))) {
            refuse(host, ErrorCode.NO_SUCH_VIEWER, "There is no such viewer here.");
            return;
        }
        Optional<Member> affected = here.filter(member -> member.role != Role.ADMIN);
        boolean changes = cohost.granted() ? affected.isPresent() && cohosts.add(tab) : cohosts.remove(tab);
        if (changes) {
            affected.ifPresent(member -> {
                member.role = cohost.granted() ? Role.COHOST : Role.VIEWER;
                welcome(member, nowMillis);
            });
            viewersNews.changed();
            changed(nowMillis);
        }
    }

    /// The other tabs of the same browser go too, and none comes back for a while; but a browser in which an
    /// admin sits is never shut out, else a host who tidies up its own tabs would be.
    private void remove(Member host, Remove remove, double nowMillis) {
        Optional<Member> found =
                byTab(remove.tab() == null ? "" : remove.tab()).filter(member -> member.role != Role.ADMIN);
        if (found.isEmpty()) {
            refuse(host, ErrorCode.NO_SUCH_VIEWER, "There is no such viewer here, or it is an admin's tab.");
            return;
        }
        Member removed = found.get();
        String viewer = removed.viewer;
        List<Member> sameBrowser = members.values().stream()
                .filter(member -> viewer != null && viewer.equals(member.viewer))
                .toList();
        boolean ofAnAdmin = sameBrowser.stream().anyMatch(member -> member == host || member.role == Role.ADMIN);
        if (viewer == null || ofAnAdmin) {
            bar(removed, nowMillis);
        } else {
            barred.add(viewer, nowMillis);
            sameBrowser.forEach(member -> bar(member, nowMillis));
        }
        changed(nowMillis);
    }

    private void bar(Member member, double nowMillis) {
        cohosts.remove(member.tab);
        barred.add(member.tab, nowMillis);
        expel(member, nowMillis);
    }

    private void expel(Member member, double nowMillis) {
        refuse(member, ErrorCode.REMOVED, "The host has removed you from the room.");
        events.add(new RoomEvent.Remove(member.id));
        leave(member.id, nowMillis);
    }

    /// Timeline commands whose turn has come.
    private void carryOut(double nowMillis) {
        for (TimelineCommand command : pacer.due(nowMillis)) {
            double at = nextAtMillis(nowMillis);
            switch (command) {
                case Play play -> {
                    double here = timeline.positionAt(nowMillis, endSeconds());
                    if (timeline.playing() || !ready.asksToPlay(members.values(), policy, here, nowMillis)) {
                        play(at);
                    }
                }
                case StartNow start -> {
                    if (!timeline.playing()) {
                        play(at);
                    }
                }
                case Pause pause -> {
                    ready.asksToPause();
                    timeline = timeline.pause(at, endSeconds());
                    tellAll(new ServerMessage.Paused(state()));
                }
                case Seek seek -> seek(Objects.requireNonNull(seek.time()), at, nowMillis);
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
        ready.moved(members.values(), policy, Math.min(seconds, endSeconds()), at, goesOn, nowMillis);
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

    /// The list of viewers, where it is due.
    private void report(double nowMillis) {
        if (hasHosts() && viewersNews.take(nowMillis)) {
            List<Long> hosts = members.values().stream()
                    .filter(member -> member.role.mayControl())
                    .map(member -> member.id)
                    .toList();
            events.add(new RoomEvent.TellSome(
                    hosts,
                    new ServerMessage.Viewers(
                            members.values().stream().map(this::row).toList())));
        }
    }

    /// A viewer whom the media service does not name is sent nothing.
    private ViewerRow row(Member member) {
        Map<String, Double> shares = uplinkShares;
        return member.row(shares == null || member.viewer == null ? null : shares.getOrDefault(member.viewer, 0.0));
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
        ready.moved(members.values(), policy, 0, nowMillis + leadMillis(), false, nowMillis);
        tellAll(new ServerMessage.Loaded(film, stageRevision, timeline.revision()));
        changed(nowMillis);
    }

    /// There is no message for "nothing is staged any more": everybody gets the snapshot.
    private void unstage(long stageRevision, double nowMillis) {
        film = null;
        this.stageRevision = stageRevision;
        pacer.forget();
        ready.forget();
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
                        ready.told(),
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

    /// When a line that is made now takes hold.
    private double nextAtMillis(double nowMillis) {
        return Math.max(nowMillis + leadMillis(), timeline.atServerMillis());
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

    private Optional<Member> byTab(String tab) {
        return members.values().stream()
                .filter(member -> member.tab.equals(tab))
                .findFirst();
    }

    private List<Member> claimants() {
        return members.values().stream().filter(member -> member.claim != null).toList();
    }

    private boolean hasHosts() {
        return members.values().stream().anyMatch(member -> member.role.mayControl());
    }
}
