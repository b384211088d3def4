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

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Publishes a notice when the moderator sends an HTTP request: HTTP and Socket.IO use the
 * same port.
 */
@RestController
class NoticeController {

	private final NoticeService notices;

	NoticeController(NoticeService notices) {
		this.notices = notices;
	}

	@PostMapping("/api/notices")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void publish(@Valid @RequestBody NewNotice notice) {
		this.notices.publish(notice.text());
	}

	/**
	 * The body of the request.
	 *
	 * @param text the text of the notice
	 */
	record NewNotice(@NotBlank @Size(max = 500) String text) {

	}

}
