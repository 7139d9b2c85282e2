package io.hft.backend.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestParserTest {
    private final RequestParser parser = new RequestParser();

    @Test
    void readsASubscription() {
        assertThat(parse("{'op':'subscribe','channel':'book','symbols':[' btc-usd ','ETH-USD','BTC-USD'],'id':1}"))
                .isInstanceOfSatisfying(Request.Subscribe.class, subscribe -> {
                    assertThat(subscribe.channel()).isEqualTo(Channel.BOOK);
                    assertThat(subscribe.symbols()).isEqualTo(List.of("BTC-USD", "ETH-USD"));
                    assertThat(String.valueOf(subscribe.id())).isEqualTo("1");
                });
        assertThat(parse("{'op':'subscribe','channel':'fills','seq':{'0':5,'1':7}}"))
                .isInstanceOfSatisfying(Request.Subscribe.class, subscribe -> assertThat(subscribe.resume())
                        .isEqualTo(Map.of(0, 5L, 1, 7L)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "|MALFORMED_MESSAGE",
                "{|MALFORMED_MESSAGE",
                "[]|MALFORMED_MESSAGE",
                "null|MALFORMED_MESSAGE",
                "7|MALFORMED_MESSAGE",
                "{'op':'ping'} x|MALFORMED_MESSAGE",
                "{'op':'ping','op':'ping'}|MALFORMED_MESSAGE",
                "{'op':'ping','x':[[[[[[[[[[1]]]]]]]]]]}|MALFORMED_MESSAGE",
                "{}|VALIDATION",
                "{'op':7}|VALIDATION",
                "{'op':'dance'}|UNKNOWN_OP",
                "{'op':'ping','id':{}}|VALIDATION",
                "{'op':'ping','id':1.5}|VALIDATION",
                "{'op':'ping','id':123456789012345678901234567890}|VALIDATION",
                "{'op':'subscribe'}|VALIDATION",
                "{'op':'subscribe','channel':'weather'}|UNKNOWN_CHANNEL",
                "{'op':'subscribe','channel':'BOOK','symbols':['BTC-USD']}|UNKNOWN_CHANNEL",
                "{'op':'subscribe','channel':'book'}|VALIDATION",
                "{'op':'subscribe','channel':'book','symbols':[]}|VALIDATION",
                "{'op':'subscribe','channel':'book','symbols':'BTC-USD'}|VALIDATION",
                "{'op':'subscribe','channel':'book','symbols':[1]}|VALIDATION",
                "{'op':'subscribe','channel':'book','symbols':['BTC-USD'],'seq':1}|VALIDATION",
                "{'op':'subscribe','channel':'orders','symbols':['BTC-USD']}|VALIDATION",
                "{'op':'subscribe','channel':'orders','seq':-1}|VALIDATION",
                "{'op':'subscribe','channel':'orders','seq':{'x':1}}|VALIDATION",
                "{'op':'subscribe','channel':'candles','symbols':['BTC-USD'],'interval':'2m'}|VALIDATION",
                "{'op':'auth'}|VALIDATION",
                "{'op':'auth','token':7}|VALIDATION",
                "{'op':'auth','token':'x','api_key':'y'}|VALIDATION",
                "{'op':'auth','api_key':'y','timestamp':1}|VALIDATION",
                "{'op':'auth','token':'x','cancel_on_disconnect':'yes'}|VALIDATION",
                "{'op':'cancel_on_disconnect'}|VALIDATION"
            })
    void refusesWithACode(String text, String error) {
        assertThat(parse(text == null ? "" : text)).isInstanceOfSatisfying(Request.Malformed.class, malformed -> {
            assertThat(malformed.error().name()).isEqualTo(error);
            if (!error.equals("MALFORMED_MESSAGE")) {
                assertThat(malformed.message())
                        .as("names the field and the rule")
                        .matches("[a-z_]+: .{5,}");
            }
        });
    }

    @Test
    void throwsAtNothing() {
        long seed = Long.getLong("hft.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String[] seeds = {
            "{\"op\":\"subscribe\",\"channel\":\"book\",\"symbols\":[\"BTC-USD\"],\"id\":1}",
            "{\"op\":\"auth\",\"api_key\":\"k\",\"timestamp\":1,\"signature\":\"s\"}",
            "{\"op\":\"subscribe\",\"channel\":\"fills\",\"seq\":{\"0\":12}}"
        };
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, "{}[],:\"\\0-1enulltrue".charAt(random.nextInt(20)));
                }
            }
            assertThat(parser.parse(text.toString())).isNotNull();
        }
    }

    private Request parse(String text) {
        return parser.parse(text.replace('\'', '"'));
    }
}
