package io.hft.backend.identity;

import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Users in the database; names and addresses are unique whatever their case. */
interface UserRepository extends Repository<User, Long> {
    User saveAndFlush(User user);

    Optional<User> findById(long userId);

    boolean existsById(long userId);

    @Query("select u from User u where lower(u.username) = lower(:name) or lower(u.email) = lower(:name)")
    Optional<User> findByName(String name);
}
