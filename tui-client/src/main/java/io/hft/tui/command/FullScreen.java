package io.hft.tui.command;

import io.hft.tui.client.Profile;
import io.hft.tui.screen.App;
import io.hft.tui.screen.Settings;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;

/** Starts the full screen with what the command line, the environment and the profile say. */
public final class FullScreen {
    private FullScreen() {}

    /** Runs until the person leaves. */
    public static int run(Context context) throws IOException {
        App.run(new Settings(
                context.client(),
                context.login().login().map(Profile.Login::username).orElse(""),
                context.credentials().directory(),
                confirmAbove(context),
                context.environment(),
                Clock.systemUTC()));
        return ExitCodes.OK;
    }

    private static BigDecimal confirmAbove(Context context) {
        String wish = context.environment().getOrDefault("HFT_CONFIRM_ABOVE", "");
        if (wish.isBlank()) {
            Profile profile = context.profile();
            wish = profile.confirmAbove() == null ? App.DEFAULT_CONFIRM_ABOVE.toPlainString() : profile.confirmAbove();
        }
        if (!wish.matches("\\d{1,18}(\\.\\d{1,8})?")) {
            throw new IllegalArgumentException("HFT_CONFIRM_ABOVE (or confirm_above of the profile) is '" + wish
                    + "'; it must be an amount such as 25000");
        }
        return new BigDecimal(wish);
    }
}
