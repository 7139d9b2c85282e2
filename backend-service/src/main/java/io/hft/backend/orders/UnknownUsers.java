package io.hft.backend.orders;

import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;

/** Orders of users who are not there. Nothing of the transaction stays. */
final class UnknownUsers extends DataIntegrityViolationException {
    UnknownUsers(List<Long> userIds) {
        super("no such users: " + userIds);
    }
}
