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

package io.github.socketiospring.annotation.support;

import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.annotation.HandshakeHeader;
import io.github.socketiospring.annotation.HandshakeParam;
import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketAttribute;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parameters that get their argument from the context of a call.
 */
class CallArgumentTests {

	private final HandlerTester tester = new HandlerTester().with(
			(options) -> options.argumentResolvers(List.of((parameter) -> (parameter.getParameterType() == Tenant.class)
					? (CallArgument) (call) -> new Tenant(call.socket().id()) : null)))
		.start(Handlers.class);

	@AfterEach
	void close() {
		this.tester.close();
	}

	@Test
	void givesObjectsByType() throws Exception {
		assertThat(this.tester.emit("types").acknowledged()).containsExactly(this.tester.socket, this.tester.namespace,
				this.tester.server, this.tester.handshake);
	}

	@Test
	void givesPrincipal() throws Exception {
		assertThat(this.tester.emit("principal").acknowledged()).containsExactly("null Optional.empty");
		assertThat(this.tester.emit("user").error()).isInstanceOf(MissingValueException.class)
			.hasMessage("Missing principal");
		this.tester.principal(new User("ann"));
		assertThat(this.tester.emit("principal").acknowledged())
			.containsExactly("User[getName=ann] Optional[User[getName=ann]]");
		assertThat(this.tester.emit("user").acknowledged()).containsExactly("ann");
	}

	@Test
	void refusesPrincipalOfOtherType() throws Exception {
		this.tester.principal(() -> "someone");
		assertThat(this.tester.emit("user").error()).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("The principal is not a " + User.class.getName());
	}

	@Test
	void givesAuthPayload() throws Exception {
		this.tester.handshake.auth = this.tester.mapper.valueToTree(Map.of("token", "t", "version", 2));
		assertThat(this.tester.emit("auth").acknowledged()).containsExactly("Login[token=t, version=2] t 2 null");
		assertThat(this.tester.emit("optional-auth").acknowledged())
			.containsExactly("Optional[Login[token=t, version=2]] Optional[t] OptionalInt[2]");
	}

	@Test
	void nullInAuthPayloadIsATreeIfATreeIsAskedFor() throws Exception {
		this.tester.handshake.auth = this.tester.mapper.readTree("{\"extra\":null}");
		assertThat(this.tester.emit("auth-tree").acknowledged()).containsExactly("NULL Optional[null] null");
		this.tester.handshake.auth = this.tester.mapper.readTree("{}");
		assertThat(this.tester.emit("auth-tree").error()).isInstanceOf(MissingValueException.class)
			.hasMessage("Missing auth payload 'extra'");
	}

	@Test
	void missingAuthPayloadIsAnErrorUnlessOptional() throws Exception {
		assertThat(this.tester.emit("auth").error()).isInstanceOf(MissingValueException.class)
			.hasMessage("Missing auth payload 'token'");
		assertThat(this.tester.emit("optional-auth").acknowledged())
			.containsExactly("Optional.empty Optional.empty OptionalInt.empty");
	}

	@Test
	void givesHeaders() throws Exception {
		this.tester.handshake.headers.put("User-Agent", List.of("test"));
		this.tester.handshake.headers.put("X-Number", List.of("1", "2"));
		assertThat(this.tester.emit("headers").acknowledged())
			.containsExactly("test [1, 2] null {User-Agent=[test], X-Number=[1, 2]}");
	}

	@Test
	void missingHeaderIsAnError() throws Exception {
		assertThat(this.tester.emit("headers").error()).isInstanceOf(MissingValueException.class)
			.hasMessage("Missing handshake header 'user-agent'");
	}

	@Test
	void givesQueryParameters() throws Exception {
		this.tester.handshake.query.put("version", "3");
		assertThat(this.tester.emit("params").acknowledged()).containsExactly("3 Optional.empty {version=3}");
	}

	@Test
	void givesAttributes() throws Exception {
		assertThat(this.tester.emit("attributes").error()).isInstanceOf(MissingValueException.class)
			.hasMessage("Missing socket attribute 'cart'");
		this.tester.attributes.put("cart", new Tenant("x"));
		assertThat(this.tester.emit("attributes").acknowledged()).containsExactly("Tenant[id=x] null");
	}

	@Test
	void givesNamespaceVariables() throws Exception {
		this.tester.variables.put("id", "7");
		assertThat(this.tester.emit("variables").acknowledged()).containsExactly("7{id=7}");
	}

	@Test
	void givesNameOfEvent() throws Exception {
		assertThat(this.tester.emit("a").acknowledged()).containsExactly("a");
		assertThat(this.tester.emit("b").acknowledged()).containsExactly("b");
	}

	@Test
	void givesLocaleThatClientPrefers() throws Exception {
		assertThat(this.tester.emit("locale").acknowledged()).containsExactly(Locale.getDefault());
		this.tester.handshake.headers.put("Accept-Language", List.of("en;q=0.5, de-CH"));
		assertThat(this.tester.emit("locale").acknowledged()).containsExactly(Locale.forLanguageTag("de-CH"));
		this.tester.handshake.headers.put("Accept-Language", List.of("*"));
		assertThat(this.tester.emit("locale").acknowledged()).containsExactly(Locale.getDefault());
		this.tester.handshake.headers.put("Accept-Language", List.of(";;q=="));
		assertThat(this.tester.emit("locale").acknowledged()).containsExactly(Locale.getDefault());
	}

	@Test
	void asksResolversOfApplicationBeforeItTakesEventArgument() throws Exception {
		assertThat(this.tester.emit("custom", "sent").acknowledged()).containsExactly("Tenant[id=socket-id] sent");
	}

	record Tenant(String id) {
	}

	record User(String getName) implements Principal {
	}

	record Login(String token, int version) {
	}

	@SocketNamespace("/tenant-{id}")
	@NonBlocking
	static class Handlers {

		@OnEvent("types")
		void types(SocketIOSocket socket, Namespace namespace, SocketIOServer server, Handshake handshake, Ack ack) {
			ack.send(socket, namespace, server, handshake);
		}

		@OnEvent("principal")
		String principal(Principal principal, Optional<User> user) {
			return principal + " " + user;
		}

		@OnEvent("user")
		String user(@NonNull User user) {
			return user.getName();
		}

		@OnEvent("auth")
		String auth(@AuthPayload("token") String token, @AuthPayload Login login, @AuthPayload("version") int version,
				@AuthPayload(name = "other", required = false) @Nullable String other) {
			return login + " " + token + " " + version + " " + other;
		}

		@OnEvent("auth-tree")
		String authTree(@AuthPayload("extra") JsonNode tree, @AuthPayload("extra") Optional<JsonNode> optional,
				@AuthPayload(name = "extra", required = false) String text) {
			return tree.getNodeType() + " " + optional + " " + text;
		}

		@OnEvent("optional-auth")
		String optionalAuth(@AuthPayload Optional<Login> login, @AuthPayload("token") Optional<String> token,
				@AuthPayload("version") OptionalInt version) {
			return login + " " + token + " " + version;
		}

		@OnEvent("headers")
		String headers(@HandshakeHeader("user-agent") String agent, @HandshakeHeader("x-number") List<Integer> numbers,
				@HandshakeHeader(required = false) String missing, @HandshakeHeader Map<String, List<String>> headers) {
			return agent + " " + numbers + " " + missing + " " + headers;
		}

		@OnEvent("params")
		String params(@HandshakeParam int version, @HandshakeParam Optional<Integer> missing,
				@HandshakeParam Map<String, String> all) {
			return version + " " + missing + " " + all;
		}

		@OnEvent("attributes")
		String attributes(@SocketAttribute Tenant cart, @SocketAttribute(required = false) Tenant missing) {
			return cart + " " + missing;
		}

		@OnEvent("variables")
		String variables(@NamespaceVariable long id, @NamespaceVariable Map<String, String> all) {
			return id + "" + all;
		}

		@OnEvent({ "a", "b" })
		String name(@EventName String name) {
			return name;
		}

		@OnEvent("locale")
		Locale locale(Locale locale) {
			return locale;
		}

		@OnEvent("custom")
		String custom(Tenant tenant, String argument) {
			return tenant + " " + argument;
		}

	}

}
