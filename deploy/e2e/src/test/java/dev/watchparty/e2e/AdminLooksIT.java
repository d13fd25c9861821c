package dev.watchparty.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The host's page in each of its states, looked at.
class AdminLooksIT {

    @RegisterExtension
    static final Pair pair = Pair.running(AdminLooksIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @BeforeAll
    static void putFilms() throws IOException {
        Film.BUNNY.putInto(pair.library(), "");
        Film.MIRRORED.putInto(pair.library(), "A folder of films whose name is longer than its column is wide");
        for (int i = 1; i <= 12; i++) {
            Files.writeString(pair.library().resolve("Episode %d.mkv".formatted(i)), "no film");
        }
    }

    @Test
    void theDoor() {
        Admin admin = chromium.admin(pair.front());
        Look.at(admin.tab(), "admin-sign-in");
        Look.byKeyboard(admin.tab());

        // The browser itself complains of the refusal.
        admin.tab().expectOutage();
        admin.signIn("wrong");
        admin.tab().awaitWords("That key is not right.");
        Look.at(admin.tab(), "admin-wrong-key");
    }

    @Test
    void theDeskWithNothingOn() {
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        admin.tab().button("Stage " + Film.BUNNY.fileName()).waitFor();
        Look.at(admin.tab(), "admin-library");
    }

    @Test
    void theDeskDuringAParty() {
        pair.show("main", Film.BUNNY.fileName());
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        try (Host host = new Host(pair, "main");
                RoomSocket ann = RoomSocket.open(pair.front(), "/ws/main");
                RoomSocket ben = RoomSocket.open(pair.front(), "/ws/main")) {
            ann.say("{\"cmd\":\"hello\",\"name\":\"Annabella Christina Theodora Wilhelmine\"}");
            ann.say("""
                    {"cmd":"status","time":0,"bufferedAheadSeconds":12.3,"ready":true,"driftMs":4,"clockErrorMs":3,
                    "rttMs":48,"droppedFrames":2,"following":true,"ownCopy":true}""");
            ben.say("{\"cmd\":\"hello\",\"name\":\"Ben\"}");
            ben.say("""
                    {"cmd":"status","time":0,"bufferedAheadSeconds":0,"ready":false,"following":true,"ownCopy":false,
                    "problem":"not-supported","formats":["mkv","hvc1.2.4.L120.90"]}""");
            host.seek(15);
            admin.tab().button("Remove Ben from the party").waitFor();
            Look.at(admin.tab(), "admin-party");
            Look.byKeyboard(admin.tab());

            admin.tab().button("Remove Ben from the party").click();
            admin.tab()
                    .page()
                    .getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions())
                    .waitFor();
            Look.at(admin.tab(), "admin-dialog");
            Look.byKeyboard(admin.tab());
        }
    }
}
