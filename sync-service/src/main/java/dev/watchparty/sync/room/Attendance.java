package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ClientMessage.Cohost;
import dev.watchparty.sync.protocol.ClientMessage.Mute;
import dev.watchparty.sync.protocol.ClientMessage.Remove;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.Role;
import dev.watchparty.sync.protocol.ServerMessage.Refused;
import dev.watchparty.sync.room.SavedChat.MutedTab;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is in a room and as whom: identities, roles, and who was put out. Not thread-safe; owned by its [Room].
///
/// *Identity.* A tab that reconnects brings its token along. Where another connection still holds it, that one
/// is either the ghost of the same tab or a duplicated tab, and only an answer tells: it is probed, an answer
/// means that the newer connection gets an identity of its own, silence for [Room#CLAIM_MILLIS] that the older
/// one is a ghost and is evicted.
final class Attendance {

    private final Map<Long, Member> members = new LinkedHashMap<>();
    private final Deque<Member> unwelcomed = new ArrayDeque<>();
    private final Cohosts cohosts;
    private final Muted muted;
    private final Barred barred = new Barred();
    private final Outcome outcome;

    Attendance(Cohosts cohosts, Muted muted, Outcome outcome) {
        this.cohosts = cohosts;
        this.muted = muted;
        this.outcome = outcome;
    }

    Collection<Member> members() {
        return Collections.unmodifiableCollection(members.values());
    }

    Optional<Member> member(long id) {
        return Optional.ofNullable(members.get(id));
    }

    List<Member> hosts() {
        return members.values().stream()
                .filter(member -> member.role.mayControl())
                .toList();
    }

    boolean hasHosts() {
        return members.values().stream().anyMatch(member -> member.role.mayControl());
    }

    /// Public halves of the co-hosts' tokens, whether they are here or not.
    List<String> cohosts() {
        return cohosts.all();
    }

    /// Who may not talk, here or not.
    List<MutedTab> muted() {
        return muted.all();
    }

    void join(RoomCommand.Join join, double nowMillis) {
        Member member = new Member(join.member(), join.fresh(), join.viewer(), nowMillis);
        member.muted = muted.contains(member.tab, member.viewer);
        members.put(member.id, member);
        unwelcomed.addLast(member);
        outcome.changed();
        if (member.viewer != null && barred.contains(member.viewer, nowMillis)) {
            expel(member, nowMillis);
        }
    }

    void hello(Member member, RoomCommand.Hello hello, double nowMillis) {
        unwelcomed.remove(member);
        member.claim = null;
        if (hello.name() != null) {
            member.rename(hello.name());
        }
        if (hello.browser() != null) {
            member.tellBrowser(hello.browser());
        }
        outcome.changed();
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
            member.claim = new Member.Claim(token, holderId, nowMillis + Room.CLAIM_MILLIS);
            outcome.event(new RoomEvent.Probe(holderId));
            return;
        }
        identify(member, token);
        outcome.welcome(member, nowMillis);
    }

    /// The snapshot tells the page that the key was right.
    void raise(Member member, double nowMillis) {
        member.role = Role.ADMIN;
        outcome.changed();
        if (member.welcomed) {
            outcome.welcome(member, nowMillis);
        }
    }

    /// The holder of a claimed identity lives: who claims it is another tab.
    void heard(long holder, double nowMillis) {
        for (Member claimant : claimants()) {
            if (Objects.requireNonNull(claimant.claim).holder() == holder) {
                claimant.claim = null;
                outcome.welcome(claimant, nowMillis);
            }
        }
    }

    void leave(long id, double nowMillis) {
        Member member = members.remove(id);
        if (member == null) {
            return;
        }
        unwelcomed.remove(member);
        outcome.left(member);
        outcome.changed();
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
                outcome.welcome(claimant, nowMillis);
            }
        }
    }

    /// Who is not here can lose the role and cannot get it. An admin has it all already.
    void cohost(Member host, Cohost cohost, double nowMillis) {
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
                outcome.welcome(member, nowMillis);
            });
            outcome.changed();
            outcome.savedChanged(nowMillis);
        }
    }

    /// With its browser, where that is known and no admin's. Who is not here can be allowed to talk again.
    void mute(Member host, Mute mute, double nowMillis) {
        String tab = mute.tab() == null ? "" : mute.tab();
        Optional<Member> here = byTab(tab).filter(member -> member.role != Role.ADMIN);
        if (here.isEmpty() && (mute.muted() || !muted.contains(tab, null))) {
            refuse(host, ErrorCode.NO_SUCH_VIEWER, "There is no such viewer here, or it is an admin's tab.");
            return;
        }
        String viewer = here.map(member -> member.viewer).orElse(null);
        boolean changes = mute.muted()
                ? muted.add(new MutedTab(tab, isAnAdminsBrowser(viewer, host) ? null : viewer))
                : muted.remove(tab, viewer);
        if (!changes) {
            return;
        }
        for (Member member : List.copyOf(members.values())) {
            boolean before = member.muted;
            member.muted = muted.contains(member.tab, member.viewer);
            if (member.muted != before && member.welcomed) {
                outcome.welcome(member, nowMillis);
            }
        }
        outcome.changed();
        outcome.savedChanged(nowMillis);
    }

    /// The other tabs of the same browser go too, and none comes back for a while; but a browser in which an
    /// admin sits is never shut out, else a host who tidies up its own tabs would be.
    void remove(Member host, Remove remove, double nowMillis) {
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
        if (viewer == null || isAnAdminsBrowser(viewer, host)) {
            bar(removed, nowMillis);
        } else {
            barred.add(viewer, nowMillis);
            sameBrowser.forEach(member -> bar(member, nowMillis));
        }
    }

    /// Those who have said nothing for so long that they are welcomed unasked; once each.
    List<Member> silent(double nowMillis) {
        Deque<Member> silent = new ArrayDeque<>();
        while (!unwelcomed.isEmpty() && nowMillis >= unwelcomed.getFirst().joinedAtMillis + Room.GREETING_MILLIS) {
            silent.addLast(unwelcomed.removeFirst());
        }
        return List.copyOf(silent);
    }

    /// Whoever holds an identity that another one claims, and does not answer, is out.
    void evictGhosts(double nowMillis) {
        Set<Long> ghosts = new LinkedHashSet<>();
        for (Member member : claimants()) {
            Member.Claim claim = Objects.requireNonNull(member.claim);
            if (nowMillis >= claim.untilMillis()) {
                ghosts.add(claim.holder());
            }
        }
        for (long ghost : ghosts) {
            outcome.event(new RoomEvent.Evict(ghost));
            leave(ghost, nowMillis);
        }
    }

    /// When [#silent] or [#evictGhosts] have something to do, positive infinity where nothing is to be.
    double nextMillis() {
        double next = unwelcomed.isEmpty()
                ? Double.POSITIVE_INFINITY
                : unwelcomed.getFirst().joinedAtMillis + Room.GREETING_MILLIS;
        for (Member member : claimants()) {
            next = Math.min(next, Objects.requireNonNull(member.claim).untilMillis());
        }
        return next;
    }

    private void identify(Member member, ResumeToken token) {
        member.identify(token);
        member.muted = muted.contains(member.tab, member.viewer);
        if (member.role != Role.ADMIN) {
            member.role = cohosts.contains(member.tab) ? Role.COHOST : Role.VIEWER;
        }
    }

    private boolean isAnAdminsBrowser(@Nullable String viewer, Member host) {
        return viewer != null
                && members.values().stream()
                        .anyMatch(member ->
                                viewer.equals(member.viewer) && (member == host || member.role == Role.ADMIN));
    }

    private void bar(Member member, double nowMillis) {
        barred.add(member.tab, nowMillis);
        if (cohosts.remove(member.tab)) {
            outcome.savedChanged(nowMillis);
        }
        expel(member, nowMillis);
    }

    private void expel(Member member, double nowMillis) {
        refuse(member, ErrorCode.REMOVED, "The host has removed you from the room.");
        outcome.event(new RoomEvent.Remove(member.id));
        leave(member.id, nowMillis);
    }

    private void refuse(Member member, ErrorCode code, String message) {
        outcome.event(new RoomEvent.Tell(member.id, new Refused(code, message)));
    }

    private Optional<Member> byTab(String tab) {
        return members.values().stream()
                .filter(member -> member.tab.equals(tab))
                .findFirst();
    }

    private List<Member> claimants() {
        return members.values().stream().filter(member -> member.claim != null).toList();
    }

    /// What the room makes of it.
    interface Outcome {

        /// Tells a member the whole room.
        void welcome(Member member, double nowMillis);

        void left(Member member);

        /// The list of those who are here is another one.
        void changed();

        /// What is saved of who may do what is another.
        void savedChanged(double nowMillis);

        void event(RoomEvent event);
    }
}
