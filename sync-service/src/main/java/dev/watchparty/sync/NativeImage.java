package dev.watchparty.sync;

import dev.watchparty.sync.protocol.ChatLine;
import dev.watchparty.sync.protocol.ClientMessage;
import dev.watchparty.sync.protocol.Emoji;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.FormerClock;
import dev.watchparty.sync.protocol.NextFilm;
import dev.watchparty.sync.protocol.Policy;
import dev.watchparty.sync.protocol.QueueState;
import dev.watchparty.sync.protocol.Role;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.SkipReason;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.protocol.StuckReason;
import dev.watchparty.sync.protocol.TimelineState;
import dev.watchparty.sync.protocol.WaitState;
import dev.watchparty.sync.room.SavedChat;
import dev.watchparty.sync.room.SavedRoom;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// Names to the native image what Jackson reads by reflection: records that Quarkus does not see in a REST
/// signature. They keep free of frameworks, so it is said here.
@RegisterForReflection(
        targets = {
            ClientMessage.class,
            ServerMessage.class,
            ChatLine.class,
            Emoji.class,
            FormerClock.class,
            ErrorCode.class,
            Policy.class,
            Role.class,
            StagedFilm.class,
            TimelineState.class,
            WaitState.class,
            QueueState.class,
            QueueState.Skipped.class,
            SkipReason.class,
            StuckReason.class,
            NextFilm.class,
            SavedRoom.class,
            SavedRoom.SavedClock.class,
            SavedChat.class
        },
        classNames = "dev.watchparty.sync.protocol.MillisSerializer")
final class NativeImage {

    private NativeImage() {}
}
