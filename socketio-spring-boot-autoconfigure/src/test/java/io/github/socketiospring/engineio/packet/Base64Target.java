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

package io.github.socketiospring.engineio.packet;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any bytes are decoded to the same data as their valid Base64 digits alone.
 */
public final class Base64Target implements FuzzTarget {

	@Override
	public void run(FuzzInput input) {
		byte[] text = input.rest();
		byte[] data = LenientBase64.decode(text, 0, text.length);
		assertThat(data).isEqualTo(model(text));
		byte[] encoded = Base64.getEncoder().encode(data);
		assertThat(LenientBase64.decode(encoded, 0, encoded.length)).isEqualTo(data);
		byte[] url = Base64.getUrlEncoder().withoutPadding().encode(text);
		assertThat(LenientBase64.decode(url, 0, url.length)).isEqualTo(text);
	}

	private static byte[] model(byte[] text) {
		String digits = new String(text, StandardCharsets.ISO_8859_1).replaceAll("(?s)=.*", "")
			.replace('-', '+')
			.replace('_', '/')
			.replaceAll("[^A-Za-z0-9+/]", "");
		int whole = (digits.length() % 4 == 1) ? digits.length() - 1 : digits.length();
		return Base64.getDecoder().decode(digits.substring(0, whole));
	}

}
