package io.hft.backend.orders.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The orders that a mass cancel has cancelled. */
@Schema(name = "CanceledOrders")
record CanceledOrders(@JsonProperty("items") List<OrderResponse> items) {}
