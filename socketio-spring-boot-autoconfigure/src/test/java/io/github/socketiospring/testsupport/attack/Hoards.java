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

package io.github.socketiospring.testsupport.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.Wire;

/**
 * Incomplete data that a server has to keep.
 */
final class Hoards {

	private static final int LARGE = 900_000;

	private static final int BODIES = 10;

	/** What the network holds of them need not be read for all to be sent. */
	private static final int EVENTS = 12;

	private static final int ATTACHMENTS = 9;

	/** Up to where nothing comes out: a frame with nothing in it is refused. */
	private static final int DEFLATED_HEAD = 100;

	private static final byte[] DEFLATED = deflated();

	private static final String MANY_OBJECTS = "{},".repeat(LARGE / 10) + "{}";

	private Hoards() {
	}

	static void slowBodies(Assault assault) throws IOException {
		for (int i = 0; i < BODIES; i++) {
			RawConnection connection = assault.connect();
			String sid = assault.open(connection, "", "");
			assault.announce(connection, sid, LARGE);
			connection.say("4" + "x".repeat(LARGE / 10));
			for (int b = 0; b < 50; b++) {
				connection.say("x");
			}
		}
	}

	static void compressedFragments(Assault assault) throws IOException {
		RawConnection connection = assault.webSocket(Map.of("Sec-WebSocket-Extensions", "permessage-deflate"));
		connection.say(Wire.frame(Wire.FIRST_OF_COMPRESSED_TEXT, 0, Arrays.copyOf(DEFLATED, DEFLATED_HEAD)));
		for (int i = DEFLATED_HEAD; i < DEFLATED.length; i++) {
			connection.say(Wire.frame(Wire.MIDDLE, 0, new byte[] { DEFLATED[i] }));
		}
	}

	static void waitingEvents(Assault assault) throws IOException {
		RawConnection connection = assault.entered();
		String event = Packets.event("work", Packets.json("[" + MANY_OBJECTS + "]"));
		for (int i = 0; i < EVENTS; i++) {
			connection.text(event);
		}
	}

	static void missingAttachments(Assault assault) throws IOException {
		RawConnection connection = assault.entered();
		connection.text(Packets.binaryEvent(ATTACHMENTS + 1, "work",
				Packets.json("[" + "null,".repeat(ATTACHMENTS) + Packets.placeholder(ATTACHMENTS) + "]")));
		byte[] attachment = Wire.frame(Wire.BINARY, 0, new byte[LARGE]);
		for (int i = 0; i < ATTACHMENTS; i++) {
			connection.say(attachment);
		}
	}

	/** Some hundred bytes that are a large text when unpacked. */
	private static byte[] deflated() {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		deflater.setInput(("42[\"work\",\"" + "x".repeat(LARGE)).getBytes(StandardCharsets.US_ASCII));
		byte[] bytes = new byte[LARGE];
		int length = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
		deflater.end();
		return Arrays.copyOf(bytes, length);
	}

}
