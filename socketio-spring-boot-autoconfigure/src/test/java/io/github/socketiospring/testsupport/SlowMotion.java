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

package io.github.socketiospring.testsupport;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays scenarios whose server has short timeouts at a tenth of the recorded speed: the
 * client of a scenario has to answer in time, which on a busy machine takes longer than
 * on the one that recorded them.
 */
public final class SlowMotion {

	private static final int PACE = 10;

	/** In milliseconds. Times of a second leave the client enough of it. */
	private static final int SHORT = 1000;

	private static final List<String> OPTIONS = List.of("pingInterval", "pingTimeout", "upgradeTimeout",
			"connectTimeout");

	private SlowMotion() {
	}

	/**
	 * Slow a scenario down if its server has a short timeout.
	 * @param recorded the scenario as it was recorded
	 * @return the scenario to play
	 */
	public static Vectors.Vector of(Vectors.Vector recorded) {
		JsonNode options = recorded.in().get("server").get("options");
		List<String> times = OPTIONS.stream().filter(options::has).toList();
		if (times.stream().noneMatch((time) -> options.get(time).asInt() < SHORT)) {
			return recorded;
		}
		// The client receives some of them, in texts with escaped quotes.
		Pattern slowed = Pattern.compile("(\\\\?\"(?:" + String.join("|", times) + "|timeout|ms)\\\\?\":)(\\d+)");
		String json = slowed.matcher(recorded.json().toString())
			.replaceAll((match) -> Matcher.quoteReplacement(match.group(1)) + PACE * Integer.parseInt(match.group(2)));
		return new Vectors.Vector(recorded.id(), JsonMapper.shared().readTree(json));
	}

}
