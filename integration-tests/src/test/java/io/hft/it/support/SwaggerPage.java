package io.hft.it.support;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The interactive documentation in a browser, as somebody with a mouse uses it. */
public final class SwaggerPage {
    private static final JsonMapper JSON = new JsonMapper();

    private final Chromium browser;

    public SwaggerPage(Chromium browser, URI platform) {
        this.browser = browser;
        browser.open(platform.resolve("/docs"));
        browser.await("lists what can be called", "document.querySelectorAll('.opblock').length > 10");
    }

    /** Fills the window for authorization, as far as the token of a login goes. */
    public void authorize(String token) {
        browser.click("document.querySelector('.auth-wrapper .btn.authorize')");
        String bearer = "[...document.querySelectorAll('.auth-container')].find(one => /bearer/i.test(one.innerText))";
        browser.fill(bearer + "?.querySelector('input')", token);
        browser.click(bearer + ".querySelector('.btn.authorize')");
        browser.await("logs in", bearer + "?.innerText.includes('Logout')");
        browser.click("document.querySelector('.modal-ux .btn-done')");
    }

    /** The heading under which the first operations stand. */
    public String firstSection() {
        return browser.evaluate("document.querySelector('.opblock-tag').dataset.tag")
                .asString();
    }

    /** Opens one operation and leaves it ready to be tried out. */
    public Operation operation(String method, String path) {
        Operation operation = new Operation("[...document.querySelectorAll('.opblock')].find(one =>"
                + " one.querySelector('.opblock-summary-method').innerText.trim() === " + Chromium.quoted(method)
                + " && one.querySelector('.opblock-summary-path').dataset.path === " + Chromium.quoted(path) + ")");
        browser.click(operation.part(".opblock-summary-control"));
        browser.await("opens " + path, operation.part(".opblock-body"));
        if (browser.evaluate("Boolean(" + operation.part(".try-out__btn:not(.cancel)") + ")")
                .asBoolean()) {
            browser.click(operation.part(".try-out__btn"));
        }
        browser.await("can try " + path, operation.part(".btn.execute"));
        return operation;
    }

    /** What the page shows of an answer. */
    public record Answer(String status, Map<String, String> headers, String body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }
    }

    /** One operation, opened. */
    public final class Operation {
        private final String block;

        private Operation(String block) {
            this.block = block;
        }

        private String part(String selector) {
            return block + "?.querySelector(" + Chromium.quoted(selector) + ")";
        }

        public void parameter(String name, String value) {
            browser.fill(part("tr[data-param-name='" + name + "'] input"), value);
        }

        /** The body as the page has filled it in. */
        public String body() {
            browser.await("offers an example", part("textarea.body-param__text"));
            return browser.evaluate(part("textarea.body-param__text") + ".value")
                    .asString();
        }

        public void body(String text) {
            browser.fill(part("textarea.body-param__text"), text);
        }

        /** Presses Execute, and reads what comes. */
        public Answer execute() {
            if (browser.evaluate("Boolean(" + part(".btn-clear") + ")").asBoolean()) {
                browser.click(part(".btn-clear"));
                browser.await("forgets the answer before", "!" + part(".live-responses-table"));
            }
            browser.click(part(".btn.execute"));
            String live = ".live-responses-table .response ";
            browser.await("shows an answer", part(live + ".response-col_status") + "?.innerText.trim()");
            String status = browser.evaluate(part(live + ".response-col_status") + ".innerText")
                    .asString();
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            browser.evaluate("[..." + block + ".querySelectorAll(" + Chromium.quoted(live + ".headerline")
                            + ")].map(one => one.innerText)")
                    .forEach(line -> {
                        String[] parts = line.asString().split(":", 2);
                        headers.put(parts[0].strip(), parts[1].strip());
                    });
            String body = browser.evaluate(part(live + ".highlight-code pre") + "?.innerText ?? ''")
                    .asString();
            browser.evaluate(part(".live-responses-table") + ".scrollIntoView({block: 'center', behavior: 'instant'})");
            return new Answer(status.strip().lines().findFirst().orElse(""), headers, body);
        }
    }
}
