package io.hft.backend.ledger;

import org.jspecify.annotations.Nullable;

/** Names an account: an owner's, or the external one of an asset, where money of the outside world comes from and goes to. */
public record AccountKey(@Nullable Long ownerId, String asset) {
    public static AccountKey of(long ownerId, String asset) {
        return new AccountKey(ownerId, asset);
    }

    public static AccountKey external(String asset) {
        return new AccountKey(null, asset);
    }

    public boolean isExternal() {
        return ownerId == null;
    }
}
