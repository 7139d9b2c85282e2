/**
 * What an operator looks at data with: {@code inspect}, {@code verify}, {@code replay}. Strictly read-only, and of use while an engine runs on
 * the same directory. One thread; told for people in docs/operations/tools.md.
 */
@NullMarked
package io.hft.engine.tool;

import org.jspecify.annotations.NullMarked;
