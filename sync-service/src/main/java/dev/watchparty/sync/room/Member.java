package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.protocol.Role;
import dev.watchparty.sync.protocol.ServerMessage.ViewerRow;
import dev.watchparty.sync.protocol.ServerMessage.You;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection in a room. Owned by its [Room].
final class Member {

    /// Pages report once a second.
    static final double HEARD_MILLIS = 5000;

    static final int MAX_BROWSER_CHARACTERS = 40;

    final long id;
    final double joinedAtMillis;

    /// Public name of the browser, null where it is not known.
    final @Nullable String viewer;

    ResumeToken token;
    String tab;
    String name;
    Role role = Role.VIEWER;
    boolean welcomed;

    /// What its page takes its browser for, null where it does not say.
    @Nullable
    String browser;

    /// An admin has forbidden this tab, or its browser, to talk.
    boolean muted;

    @Nullable
    Claim claim;

    @Nullable
    Status status;

    double reportedAtMillis = Double.NEGATIVE_INFINITY;

    /// Was ready since the room last went to another place or stopped for it, see [ReadyTogether].
    boolean keptUp;

    Member(long id, ResumeToken token, @Nullable String viewer, double joinedAtMillis) {
        this.id = id;
        this.viewer = viewer;
        this.joinedAtMillis = joinedAtMillis;
        this.token = token;
        this.tab = token.tab();
        this.name = fallbackName();
    }

    void identify(ResumeToken token) {
        boolean unnamed = name.equals(fallbackName());
        this.token = token;
        this.tab = token.tab();
        if (unnamed) {
            this.name = fallbackName();
        }
    }

    void rename(String raw) {
        name = DisplayName.of(raw, fallbackName());
    }

    void tellBrowser(@Nullable String raw) {
        String text = raw == null ? "" : DisplayName.clean(raw, MAX_BROWSER_CHARACTERS);
        browser = DisplayName.isSeen(text) ? text : null;
    }

    You you() {
        return new You(tab, name, role, isMuted());
    }

    /// Whether it may not talk. Admins may, whatever their browser was told before.
    boolean isMuted() {
        return muted && role != Role.ADMIN;
    }

    /// By what its limits are kept: the browser, where that is known.
    String viewerOrTab() {
        return viewer == null ? tab : viewer;
    }

    /// Whether what it reported last says how it is now: a page that sleeps in a hidden tab says nothing.
    boolean isHeard(double nowMillis) {
        return nowMillis - reportedAtMillis <= HEARD_MILLIS;
    }

    /// Whether it takes part in what the room decides by its viewers. Admin pages without a player never report, and
    /// so never count.
    boolean counts(double nowMillis) {
        Status last = status;
        return last != null
                && isHeard(nowMillis)
                && last.following()
                && (last.problem() == null || last.problem().isBlank());
    }

    /// What the media service needs to know, empty where it has no name for the browser.
    Optional<PageReport> page(double nowMillis) {
        if (viewer == null) {
            return Optional.empty();
        }
        Status last = isHeard(nowMillis) ? status : null;
        if (last == null) {
            return Optional.of(new PageReport(viewer, tab, null, null, null));
        }
        Double age = last.rttAgeMs();
        return Optional.of(new PageReport(
                viewer,
                tab,
                last.ownCopy() ? null : last.bufferedAheadSeconds(),
                last.rttMs(),
                age == null ? null : age + Math.max(0, nowMillis - reportedAtMillis)));
    }

    /// The last report; how far off the player was then says nothing of a page that sleeps.
    ///
    /// @param uplinkShare 0 to 1, null where it is not known
    ViewerRow row(@Nullable Double uplinkShare, double nowMillis) {
        Status last = status;
        if (last == null) {
            return new ViewerRow(
                    tab,
                    name,
                    role,
                    false,
                    true,
                    false,
                    isMuted(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    uplinkShare,
                    null,
                    null,
                    browser);
        }
        return new ViewerRow(
                tab,
                name,
                role,
                last.ready(),
                last.following(),
                last.ownCopy(),
                isMuted(),
                last.time(),
                last.bufferedAheadSeconds(),
                isHeard(nowMillis) ? last.driftMs() : null,
                last.clockErrorMs(),
                last.rttMs(),
                last.droppedFrames(),
                uplinkShare,
                last.problem(),
                last.formats(),
                browser);
    }

    private String fallbackName() {
        return "Guest " + tab.substring(0, 4);
    }

    /// Asks for an identity that another live connection holds, see [Attendance].
    ///
    /// @param holder the connection that was probed
    /// @param untilMillis when the holder's silence means that it is gone
    record Claim(ResumeToken token, long holder, double untilMillis) {}
}
