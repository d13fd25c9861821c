package dev.watchparty.media.fair;

import org.jspecify.annotations.Nullable;

/// A list whose links are fields of its elements, so that an element joins, leaves and moves in constant time and
/// without garbage. It is linked both ways and in a circle, so that the first goes last by one write to the chain and
/// none to the elements.
// A link is equal to none but itself.
@SuppressWarnings("ReferenceEquality")
final class Chain<T> {

    private @Nullable Link<T> first;
    private int size;

    /// An element's place in at most one chain. An element that is in several chains has a link for each; the busiest
    /// of them is the element itself, which spares every step in that chain a second object.
    static class Link<T> {
        private final T element;
        private @Nullable Chain<T> chain;
        private Link<T> before = this;
        private Link<T> after = this;

        Link(T element) {
            this.element = element;
        }

        /// Of an element that is itself the link: `T` is the class that extends this one.
        @SuppressWarnings("unchecked")
        Link() {
            this.element = (T) this;
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

        /// Null behind the last element, and of a link that is in no chain.
        @Nullable
        T next() {
            return chain == null || after == chain.first ? null : after.element;
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
        return first == null ? null : first.element;
    }

    /// Puts an element last, taking it out of whatever chain it was in through this link.
    void putLast(Link<T> link) {
        link.leave();
        link.chain = this;
        if (first == null) {
            first = link;
        } else {
            Link<T> last = first.before;
            link.before = last;
            link.after = first;
            last.after = link;
            first.before = link;
        }
        size++;
    }

    /// Puts an element first, taking it out of whatever chain it was in through this link.
    void putFirst(Link<T> link) {
        putLast(link);
        first = link;
    }

    /// Puts the first element, if there is one, last.
    void rotate() {
        if (first != null) {
            first = first.after;
        }
    }

    private void remove(Link<T> link) {
        if (link == first) {
            first = link.after == link ? null : link.after;
        }
        link.before.after = link.after;
        link.after.before = link.before;
        link.before = link;
        link.after = link;
        link.chain = null;
        size--;
    }
}
