/**
 * Tests that walk the served OpenAPI document: what it says is held against what the endpoints do. {@link io.hft.backend.api.ApiTable} has an entry
 * for every operation; a new endpoint without one fails the walk.
 */
@NullMarked
package io.hft.backend.api;

import org.jspecify.annotations.NullMarked;
