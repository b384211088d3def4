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

package io.github.socketiospring.sample.chat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties below {@code chat} in {@code application.yml}.
 *
 * @param rooms the rooms that always exist
 * @param maxRooms the maximum number of rooms, including those that people open
 * @param history the number of earlier messages that someone who joins a room sees
 * @param absence how long someone may be disconnected, for example during a reload of the
 * page, before others are informed
 * @param users the users who may log in, by name
 * @param tips the tips that {@link NoticeService} sends to everyone from time to time
 */
@ConfigurationProperties("chat")
record ChatProperties(@DefaultValue("#lobby") List<String> rooms, @DefaultValue("50") int maxRooms,
		@DefaultValue("50") int history, @DefaultValue("5s") Duration absence, @DefaultValue Map<String, User> users,
		@DefaultValue List<String> tips) {

	/**
	 * A user who may log in.
	 *
	 * @param password the password as Spring Security stores it, {@code {noop}secret} or
	 * <code>{bcrypt}...</code>
	 * @param roles the roles, without the prefix {@code ROLE_}
	 */
	record User(String password, @DefaultValue("USER") List<String> roles) {

	}

}
