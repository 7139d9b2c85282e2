/** What tests share: seeds. Not part of the product. */
@NullMarked
package io.hft.engine.support;

import org.jspecify.annotations.NullMarked;
