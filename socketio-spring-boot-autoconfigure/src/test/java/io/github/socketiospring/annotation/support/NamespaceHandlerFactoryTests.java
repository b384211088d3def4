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

import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.EventData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Unsupported methods, and the messages about them when the application starts.
 */
class NamespaceHandlerFactoryTests {

	@Test
	void eventArgumentOnConnect() {
		refuses(EventArgumentOnConnect.class, "Parameter 1 (String name) of "
				+ "NamespaceHandlerFactoryTests.EventArgumentOnConnect#connected(Principal, String) cannot be supplied to "
				+ "an @OnConnect method", "@AuthPayload");
	}

	@Test
	void eventNameOnConnect() {
		refuses(EventNameOnConnect.class, "cannot be supplied to an @OnConnect method");
	}

	@Test
	void ackOnDisconnect() {
		refuses(AckOnDisconnect.class, "(Ack ack)", "cannot be supplied to an @OnDisconnect method",
				"remove the parameter");
	}

	@Test
	void reasonOnEvent() {
		refuses(ReasonOnEvent.class, "(DisconnectReason reason)",
				"neither part of an event's context nor a type that clients can send");
	}

	@Test
	void exceptionOnEvent() {
		refuses(ExceptionOnEvent.class, "(Exception exception)", "neither part of an event's context");
	}

	@Test
	void eventArgumentOfExceptionHandler() {
		refuses(EventArgumentOfExceptionHandler.class, "cannot be supplied to an @SocketExceptionHandler method");
	}

	@Test
	void eventArgumentBehindRest() {
		refuses(EventArgumentBehindRest.class, "(String last)", "make that parameter the last");
	}

	@Test
	void eventNameThatIsNoString() {
		refuses(EventNameThatIsNoString.class, "(int name)", "make it a String");
	}

	@Test
	void variableThatPathDoesNotHave() {
		refuses(UnknownVariable.class, "(String other)", "the path '/tenant-{id}' has no variable {other}");
	}

	@Test
	void privateMethod() {
		refuses(PrivateMethod.class, "@OnEvent method " + PrivateMethod.class.getName() + "#event is private",
				"make it package-private");
	}

	@Test
	void staticMethod() {
		refuses(StaticMethod.class, "@OnConnect method " + StaticMethod.class.getName() + "#connected is static");
	}

	@Test
	void noEventName() {
		refuses(NoEventName.class, "NoEventName#event() names no event");
		refuses(EmptyEventName.class, "EmptyEventName#event() has an empty event name");
	}

	@Test
	void reservedEventName() {
		refuses(ReservedEventName.class, "ReservedEventName#event() handles 'disconnect', which is reserved");
	}

	@Test
	void twoMethodsForOneEvent() {
		refuses(TwoMethods.class, "TwoMethods#first()", "TwoMethods#second()",
				"handle event 'event' of namespace '/two'");
	}

	@Test
	void twoMethodsForOneEventInTwoBeans() {
		try (HandlerTester tester = new HandlerTester()) {
			assertThatIllegalStateException().isThrownBy(() -> tester.start(OneBean.class, OtherBean.class))
				.withMessageContaining("OneBean#event()")
				.withMessageContaining("OtherBean#event()");
		}
	}

	@Test
	void twoHandlersForOneException() {
		refuses(TwoExceptionHandlers.class, "TwoExceptionHandlers#first(IllegalStateException)",
				"TwoExceptionHandlers#second()", "handle java.lang.IllegalStateException");
	}

	@Test
	void exceptionHandlerWithoutException() {
		refuses(NoException.class, "NoException#failed() does not say what it handles");
	}

	@Test
	void commaInPath() {
		refuses(CommaInPath.class, "a comma ends a namespace's name");
	}

	private void refuses(Class<?> type, String... message) {
		try (HandlerTester tester = new HandlerTester()) {
			assertThatIllegalStateException().isThrownBy(() -> tester.start(type))
				.satisfies((ex) -> assertThat(ex.getMessage()).contains(message));
		}
	}

	@SocketNamespace
	static class EventArgumentOnConnect {

		@OnConnect
		void connected(Principal user, String name) {
		}

	}

	@SocketNamespace
	static class EventNameOnConnect {

		@OnConnect
		void connected(@EventName String name) {
		}

	}

	@SocketNamespace
	static class AckOnDisconnect {

		@OnDisconnect
		void gone(Ack ack) {
		}

	}

	@SocketNamespace
	static class ReasonOnEvent {

		@OnEvent("event")
		void event(DisconnectReason reason) {
		}

	}

	@SocketNamespace
	static class ExceptionOnEvent {

		@OnEvent("event")
		void event(Exception exception) {
		}

	}

	@SocketNamespace
	static class EventArgumentOfExceptionHandler {

		@SocketExceptionHandler
		void failed(IllegalStateException ex, String argument) {
		}

	}

	@SocketNamespace
	static class EventArgumentBehindRest {

		@OnEvent("event")
		void event(EventData data, String last) {
		}

	}

	@SocketNamespace
	static class EventNameThatIsNoString {

		@OnEvent("event")
		void event(@EventName int name) {
		}

	}

	@SocketNamespace("/tenant-{id}")
	static class UnknownVariable {

		@OnEvent("event")
		void event(@NamespaceVariable String other) {
		}

	}

	@SocketNamespace
	static class PrivateMethod {

		@OnEvent("event")
		private void event() {
		}

	}

	@SocketNamespace
	static class StaticMethod {

		@OnConnect
		static void connected() {
		}

	}

	@SocketNamespace
	static class NoEventName {

		@OnEvent
		void event() {
		}

	}

	@SocketNamespace
	static class EmptyEventName {

		@OnEvent("")
		void event() {
		}

	}

	@SocketNamespace
	static class ReservedEventName {

		@OnEvent({ "good", "disconnect" })
		void event() {
		}

	}

	@SocketNamespace("/two")
	static class TwoMethods {

		@OnEvent("event")
		void first() {
		}

		@OnEvent("event")
		void second() {
		}

	}

	@SocketNamespace
	static class OneBean {

		@OnEvent("event")
		void event() {
		}

	}

	@SocketNamespace
	static class OtherBean {

		@OnEvent("event")
		void event() {
		}

	}

	@SocketNamespace
	static class TwoExceptionHandlers {

		@SocketExceptionHandler
		void first(IllegalStateException ex) {
		}

		@SocketExceptionHandler(IllegalStateException.class)
		void second() {
		}

	}

	@SocketNamespace
	static class NoException {

		@SocketExceptionHandler
		void failed() {
		}

	}

	@SocketNamespace("/a,b")
	static class CommaInPath {

	}

}
