package io.hft.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.engine.storage.StorageException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TriesTest {
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void looksAgainWhenSomethingIsWrongAndBelievesWhatItFindsThen() {
        assertThat(Tries.look(this::goodTheThirdTime, found -> found.equals("good")))
                .isEqualTo("good");
        assertThat(looks).hasValue(3);
        assertThat(Tries.look(looks::incrementAndGet, found -> true)).isEqualTo(4);
    }

    private String goodTheThirdTime() {
        return switch (looks.incrementAndGet()) {
            case 1 -> throw new StorageException("half a record");
            case 2 -> "a torn tail";
            default -> "good";
        };
    }

    @Test
    void believesWhatIsWrongEachTime() {
        assertThat(Tries.look(() -> "torn " + looks.incrementAndGet(), found -> false))
                .isEqualTo("torn 3");
        assertThatThrownBy(() -> Tries.look(
                        () -> {
                            throw new StorageException("damage " + looks.incrementAndGet());
                        },
                        found -> true))
                .hasMessage("damage 6");
    }
}
