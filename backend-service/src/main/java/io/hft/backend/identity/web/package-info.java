/**
 * Registration, login and the way a request gets its {@link io.hft.backend.identity.Principal}: bearer token, or the demo user in sandbox
 * mode. {@link io.hft.backend.identity.web.AccountAccess} is the one place that says who may name whose account.
 */
@NullMarked
package io.hft.backend.identity.web;

import org.jspecify.annotations.NullMarked;
