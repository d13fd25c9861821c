package dev.watchparty.sync.room;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// The tabs that may control a room beside its admins, by the public half of their token: who shows the secret
/// half has the role, over reconnects and restarts. At most [#MOST], the one named first forgotten first.
final class Cohosts {

    static final int MOST = 100;

    private final LinkedHashSet<String> tabs = new LinkedHashSet<>();

    Cohosts(List<String> tabs) {
        tabs.forEach(this::add);
    }

    /// Returns whether it is new.
    boolean add(String tab) {
        boolean added = tabs.add(tab);
        if (tabs.size() > MOST) {
            tabs.removeFirst();
        }
        return added;
    }

    /// Returns whether it was one.
    boolean remove(String tab) {
        return tabs.remove(tab);
    }

    boolean contains(String tab) {
        return tabs.contains(tab);
    }

    /// In the order in which they were named.
    List<String> all() {
        return new ArrayList<>(tabs);
    }
}
