package io.hft.backend.ledger;

import org.jspecify.annotations.Nullable;

/** Names an account: an owner's, or the external one of an asset, where money of the outside world comes from and goes to. */
public record AccountKey(@Nullable Long ownerId, String asset) {
    /** The exchange itself, as owner of the fees that were paid. */
    public static final long FEES_OWNER_ID = 9_000_000_002L;

    private static final String UNIT_OF_ACCOUNT = "USD";

    public static AccountKey fees(String asset) {
        return of(FEES_OWNER_ID, asset);
    }

    /** Whether a cost basis is kept: for all that somebody owns but the unit of account, which costs what it is. */
    public boolean hasCost() {
        return ownerId != null && !asset.equals(UNIT_OF_ACCOUNT);
    }

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
