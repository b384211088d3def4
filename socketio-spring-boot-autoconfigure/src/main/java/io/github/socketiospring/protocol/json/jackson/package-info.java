/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

/**
 * The part of the JSON format that relies on the internals of Jackson to read and write
 * faster than its public API allows. Nothing outside this package does.
 * <p>
 * Written against {@code tools.jackson.core:jackson-core} and
 * {@code tools.jackson.core:jackson-databind} 3.1. What a new version of Jackson can
 * break, and how that shows:
 * <ul>
 * <li>{@link io.github.socketiospring.protocol.json.jackson.MessageJsonFactory} overrides
 * {@code JsonFactory._createParser} and calls the constructor of
 * {@code UTF8StreamJsonParser}. If a signature changes, this does not compile; if Jackson
 * stops calling the method, {@code MessageJsonFactoryTests} and {@code AttachmentsTests}
 * fail.</li>
 * <li>{@link io.github.socketiospring.protocol.json.jackson.MessageJsonParser} moves the
 * input pointer of {@code UTF8StreamJsonParser}, replaces its current token and its read
 * context, and overrides each method that advances to another token. If Jackson adds such
 * a method, or finishes a string in another one than {@code _finishAndReturnString},
 * attachments arrive as placeholders or strings are read more slowly.
 * {@code AttachmentsTests} covers all ways to ask for a token that exist today.</li>
 * <li>{@link io.github.socketiospring.protocol.json.jackson.JsonSource} calls
 * {@code JsonMapper._deserializationContext} and reads with the deserializers of that
 * context, which it keeps. If this changes, it does not compile, or values are read
 * differently than by the mapper, which {@code JsonPacketParserTests} notices.</li>
 * <li>{@link io.github.socketiospring.protocol.json.jackson.AttachmentGenerator} bypasses
 * the escaping of {@code UTF8JsonGenerator} for text that needs none, unless a setting
 * changes how strings are written. A new setting of that kind has to be added to its
 * check; {@code AttachmentGeneratorTests} covers those of today.</li>
 * </ul>
 * To do without this package, let {@code JsonSource} return the parsers of the mapper:
 * all packets with attachments are read as trees then, and plain text character by
 * character.
 */
@NullMarked
package io.github.socketiospring.protocol.json.jackson;

import org.jspecify.annotations.NullMarked;
