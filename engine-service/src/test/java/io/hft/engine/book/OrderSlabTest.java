package io.hft.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderSlabTest {
    @Test
    void givesEveryRecordOnceAndIsFullAtItsCapacity() {
        final OrderSlab slab = new OrderSlab(10_000);
        final Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(slab.isFull()).isFalse();
            final int order = slab.allocate();
            assertThat(order).isNotEqualTo(OrderSlab.NONE);
            assertThat(given.add(order)).isTrue();
            slab.fill(order, i, 1, 2, 3, 4, 5);
        }
        assertThat(slab.isFull()).isTrue();
        slab.free(77);
        assertThat(slab.isFull()).isFalse();
        assertThat(slab.allocate()).isEqualTo(77);
    }

    @Test
    void reusesTheRecordThatWasFreedLast() {
        final OrderSlab slab = new OrderSlab(10);
        final int first = slab.allocate();
        final int second = slab.allocate();
        slab.free(first);
        slab.free(second);
        assertThat(slab.allocate()).isEqualTo(second);
        assertThat(slab.allocate()).isEqualTo(first);
    }

    @Test
    void keepsTheFieldsOfARecordApart() {
        final OrderSlab slab = new OrderSlab(10);
        final int order = slab.allocate();
        slab.fill(order, -1, -2, 65_535, 0x030201, -3, -4);
        slab.setLeaves(order, -5);
        slab.setLevel(order, Integer.MAX_VALUE);
        slab.setLinks(order, 11, 12);
        assertThat(slab.orderId(order)).isEqualTo(-1);
        assertThat(slab.accountId(order)).isEqualTo(-2);
        assertThat(slab.instrumentId(order)).isEqualTo(65_535);
        assertThat(slab.terms(order)).isEqualTo(0x030201);
        assertThat(slab.priceTicks(order)).isEqualTo(-3);
        assertThat(slab.quantityLots(order)).isEqualTo(-4);
        assertThat(slab.leavesLots(order)).isEqualTo(-5);
        assertThat(slab.level(order)).isEqualTo(Integer.MAX_VALUE);
        slab.setNext(order, 13);
        assertThat(slab.previous(order)).isEqualTo(11);
        slab.setPrevious(order, 14);
        assertThat(slab.next(order)).isEqualTo(13);
        assertThat(slab.previous(order)).isEqualTo(14);
    }
}
