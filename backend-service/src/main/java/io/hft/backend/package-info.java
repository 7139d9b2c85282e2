/** The backend, package by feature: orders, money, users and market data behind REST, over PostgreSQL and the engine. */
@NullMarked
package io.hft.backend;

import org.jspecify.annotations.NullMarked;
