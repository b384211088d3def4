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

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlowMotion}.
 */
class SlowMotionTests {

	private static Vectors.Vector scenario(int pingTimeout) {
		JsonNode json = JsonMapper.shared().readTree("""
				{"in": {"server": {"options": {"pingTimeout": %d}}}, "out": {"steps": [
				{"do": "recv", "expect": {"text": "0{\\"pingInterval\\":25000,\\"pingTimeout\\":%d}"}},
				{"do": "sleep", "ms": 30}, {"do": "closed", "timeout": 300, "expect": {"code": 1005}}]}}
				""".formatted(pingTimeout, pingTimeout));
		return new Vectors.Vector("id", json);
	}

	@Test
	void slowsAScenarioWithAShortTimeoutDown() {
		Vectors.Vector slow = SlowMotion.of(scenario(120));
		assertThat(slow.id()).isEqualTo("id");
		assertThat(slow.in().toString()).isEqualTo("{\"server\":{\"options\":{\"pingTimeout\":1200}}}");
		JsonNode steps = slow.out().get("steps");
		assertThat(steps.get(0).get("expect").get("text").asString())
			.isEqualTo("0{\"pingInterval\":25000,\"pingTimeout\":1200}");
		assertThat(steps.get(1).get("ms").asInt()).isEqualTo(300);
		assertThat(steps.get(2).toString())
			.isEqualTo("{\"do\":\"closed\",\"timeout\":3000,\"expect\":{\"code\":1005}}");
	}

	@Test
	void leavesOthersAsTheyAre() {
		Vectors.Vector scenario = scenario(20_000);
		assertThat(SlowMotion.of(scenario)).isSameAs(scenario);
	}

}
