/**
 * What the scenarios stand on: the real engine and backend as processes of their own, with clients for each of their doors (REST, gRPC,
 * SQL) and the checks that must hold in every state of rest. Nothing here knows a class of the services; what is tested is what is built.
 */
@NullMarked
package io.hft.it.support;

import org.jspecify.annotations.NullMarked;
