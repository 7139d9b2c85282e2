package io.hft.backend.web;

/**
 * One thing wrong with one field of a request.
 *
 * @param field its name as on the wire, nested fields with dots ({@code price}, {@code legs[0].quantity})
 * @param rule the rule that it breaks, for programs ({@code required}, {@code positive}, {@code max_scale})
 * @param message the rule in words, for people
 */
public record FieldError(String field, String rule, String message) {}
