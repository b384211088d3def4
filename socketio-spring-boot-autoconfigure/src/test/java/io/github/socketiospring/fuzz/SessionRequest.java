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

package io.github.socketiospring.fuzz;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One HTTP request and its answer.
 */
public final class SessionRequest {

	/** Shared, since creating it takes longer than everything else. */
	private static final ServerCodecConfigurer codecs = ServerCodecConfigurer.create();

	private final Response response = new Response();

	private final Disposable subscription;

	private boolean done;

	private @Nullable Throwable error;

	/**
	 * Send a request.
	 * @param door who answers it
	 * @param request the request
	 */
	public SessionRequest(WebHandler door, MockServerHttpRequest request) {
		ServerWebExchange exchange = new DefaultServerWebExchange(request, this.response,
				new DefaultWebSessionManager(), codecs, new AcceptHeaderLocaleContextResolver());
		this.subscription = door.handle(exchange).subscribe(null, (ex) -> {
			this.error = ex;
			this.done = true;
		}, () -> this.done = true);
	}

	/**
	 * Leave before the answer.
	 */
	void abort() {
		this.subscription.dispose();
		this.done = true;
	}

	/**
	 * Whether the request has been answered or cancelled.
	 * @return {@code false} while the answer is held
	 */
	public boolean isDone() {
		assertThat(this.error).isNull();
		return this.done;
	}

	/**
	 * The status of the answer.
	 * @return the status, 0 while there is none
	 */
	public int status() {
		HttpStatusCode status = this.response.getStatusCode();
		return (status != null) ? status.value() : 0;
	}

	/**
	 * Whether the request was answered and not refused.
	 * @return whether the status is 200
	 */
	public boolean isOk() {
		return isDone() && status() == HttpStatus.OK.value();
	}

	boolean isBinary() {
		return MediaType.APPLICATION_OCTET_STREAM.equals(this.response.getHeaders().getContentType());
	}

	byte[] body() {
		DataBuffer body = DataBufferUtils.join(this.response.getBody()).block();
		byte[] bytes = new byte[(body != null) ? body.readableByteCount() : 0];
		if (body != null) {
			body.read(bytes);
		}
		return bytes;
	}

	/**
	 * An answer that servers never give.
	 */
	private static final class Response extends MockServerHttpResponse {

		@Override
		@SuppressWarnings("unchecked")
		public <T> T getNativeResponse() {
			return (T) this;
		}

	}

}
