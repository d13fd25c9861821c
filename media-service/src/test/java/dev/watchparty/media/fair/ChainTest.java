package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ChainTest {

    /// In one chain by itself and in another by a link of its own.
    private static final class Item extends Chain.Link<Item> {
        final Chain.Link<Item> link = new Chain.Link<>(this);
    }

    @Test
    void hasTheOrderOfADequeWhateverJoinsLeavesAndMoves() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Item> items = Stream.generate(Item::new).limit(6).toList();
            List<Chain<Item>> chains = List.of(new Chain<>(), new Chain<>());
            List<Deque<Item>> expected = List.of(new ArrayDeque<>(), new ArrayDeque<>());
            for (int step = 0; step < 60; step++) {
                Item item = items.get(random.nextInt(items.size()));
                int which = random.nextInt(chains.size());
                Chain<Item> chain = chains.get(which);
                Deque<Item> order = expected.get(which);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        chain.putLast(item.link);
                        expected.forEach(each -> each.remove(item));
                        order.addLast(item);
                    }
                    case 1 -> {
                        chain.putFirst(item.link);
                        expected.forEach(each -> each.remove(item));
                        order.addFirst(item);
                    }
                    case 2 -> {
                        item.link.leave();
                        expected.forEach(each -> each.remove(item));
                    }
                    default -> {
                        chain.rotate();
                        if (!order.isEmpty()) {
                            order.addLast(order.removeFirst());
                        }
                    }
                }
                for (int i = 0; i < chains.size(); i++) {
                    assertThat(walked(chains.get(i), items.size()))
                            .as("seed %s, step %s", seed, step)
                            .containsExactlyElementsOf(expected.get(i));
                    assertThat(chains.get(i).size()).isEqualTo(expected.get(i).size());
                    assertThat(chains.get(i).isEmpty())
                            .isEqualTo(expected.get(i).isEmpty());
                }
                assertThat(items).allSatisfy(each -> {
                    assertThat(each.link.isInAny())
                            .isEqualTo(expected.stream().anyMatch(those -> those.contains(each)));
                    assertThat(IntStream.range(0, chains.size()))
                            .allMatch(i -> each.link.isIn(chains.get(i))
                                    == expected.get(i).contains(each));
                });
            }
        }
    }

    @Test
    void anElementIsInOneChainByItselfAndInAnotherByALinkOfItsOwn() {
        Chain<Item> byItself = new Chain<>();
        Chain<Item> byLink = new Chain<>();
        Item one = new Item();
        Item other = new Item();

        byItself.putLast(one);
        byItself.putLast(other);
        byLink.putLast(other.link);
        byLink.putLast(one.link);
        other.leave();

        assertThat(byItself.first()).isSameAs(one);
        assertThat(one.next()).isNull();
        assertThat(byLink.first()).isSameAs(other);
        assertThat(other.link.next()).isSameAs(one);
    }

    /// Elements in order, at most one more than there can be, so that a chain that never ends fails.
    private static List<Item> walked(Chain<Item> chain, int most) {
        List<Item> walked = new ArrayList<>();
        for (Item item = chain.first(); item != null && walked.size() <= most; item = item.link.next()) {
            walked.add(item);
        }
        return walked;
    }
}
