package dev.watchparty.media.fair;

import org.jspecify.annotations.Nullable;

/// A doubly linked list whose links are fields of its elements, so that an element joins, leaves and moves in
/// constant time and without garbage.
final class Chain<T> {

    private @Nullable Link<T> first;
    private @Nullable Link<T> last;
    private int size;

    static final class Link<T> {
        final T owner;
        private @Nullable Chain<T> chain;
        private @Nullable Link<T> before;
        private @Nullable Link<T> after;

        Link(T owner) {
            this.owner = owner;
        }

        boolean isIn(Chain<T> other) {
            return chain == other;
        }

        boolean isInAny() {
            return chain != null;
        }

        void leave() {
            if (chain != null) {
                chain.remove(this);
            }
        }

        @Nullable
        T next() {
            return after == null ? null : after.owner;
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    int size() {
        return size;
    }

    @Nullable
    T first() {
        return first == null ? null : first.owner;
    }

    /// Puts an element last, taking it out of whatever chain it was in through this link.
    void putLast(Link<T> link) {
        link.leave();
        link.chain = this;
        link.before = last;
        if (last == null) {
            first = link;
        } else {
            last.after = link;
        }
        last = link;
        size++;
    }

    /// Puts an element first, taking it out of whatever chain it was in through this link.
    void putFirst(Link<T> link) {
        link.leave();
        link.chain = this;
        link.after = first;
        if (first == null) {
            last = link;
        } else {
            first.before = link;
        }
        first = link;
        size++;
    }

    private void remove(Link<T> link) {
        if (link.before == null) {
            first = link.after;
        } else {
            link.before.after = link.after;
        }
        if (link.after == null) {
            last = link.before;
        } else {
            link.after.before = link.before;
        }
        link.before = null;
        link.after = null;
        link.chain = null;
        size--;
    }
}
