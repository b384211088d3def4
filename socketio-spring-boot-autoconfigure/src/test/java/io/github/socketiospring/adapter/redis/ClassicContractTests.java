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

package io.github.socketiospring.adapter.redis;

import io.github.socketiospring.adapter.cluster.ClusterBus;
import io.github.socketiospring.testsupport.RequiresTool;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The contract of adapters with the classic adapter.
 */
@RequiresTool("redis-server")
class ClassicContractTests extends RedisContract {

	@Override
	ClusterBus bus(LettuceConnectionFactory application) {
		RedisLink link = RedisLink.to(application, "contract");
		return new ClassicBus(link, JsonMapper.shared(),
				new ClassicBus.Options(ClassicBus.Options.DEFAULT_KEY, false, 1_000_000, false));
	}

}
