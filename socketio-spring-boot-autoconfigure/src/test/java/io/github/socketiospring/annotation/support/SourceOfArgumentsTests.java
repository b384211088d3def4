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

import java.io.File;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.URL;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonFormat;
import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.EventPayload;
import io.github.socketiospring.annotation.HandshakeHeader;
import io.github.socketiospring.annotation.HandshakeParam;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.EventArgument;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.SocketIOSocket;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.rsocket.annotation.ConnectMapping;
import org.springframework.messaging.simp.annotation.SubscribeMapping;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.ClassUtils;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * A parameter that names another source never gets a value that the client sends.
 */
@ExtendWith(OutputCaptureExtension.class)
class SourceOfArgumentsTests {

	private static final List<String> PACKAGES = List.of("org.springframework.web.bind.annotation",
			"org.springframework.web.service.annotation", "org.springframework.messaging",
			"org.springframework.security");

	private final JsonMapper mapper = JsonMapper.shared();

	static Stream<Class<?>> springAnnotations() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false) {

			@Override
			protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
				return definition.getMetadata().isAnnotation();
			}

		};
		scanner.addIncludeFilter((reader, factory) -> reader.getClassMetadata().isAnnotation());
		Stream<Class<?>> scanned = PACKAGES.stream()
			.flatMap((name) -> scanner.findCandidateComponents(name).stream())
			.map(BeanDefinition::getBeanClassName)
			.map((name) -> ClassUtils.resolveClassName(String.valueOf(name), null));
		return Stream.concat(scanned, Stream.of(Value.class, Autowired.class, Qualifier.class, JacksonInject.class))
			.filter(SourceOfArgumentsTests::isForParameters)
			.filter((type) -> !type.getName().equals("org.springframework.security.core.parameters.P"));
	}

	private static boolean isForParameters(Class<?> type) {
		Target target = type.getAnnotation(Target.class);
		return target != null && Arrays.asList(target.value()).contains(ElementType.PARAMETER);
	}

	@Test
	void findsAnnotationsOfSpring() {
		assertThat(springAnnotations().map(Class::getSimpleName)).contains("RequestHeader", "RequestParam",
				"PathVariable", "CookieValue", "RequestBody", "SessionAttribute", "ModelAttribute", "Header", "Headers",
				"DestinationVariable", "Payload", "AuthenticationPrincipal", "CurrentSecurityContext");
	}

	@ParameterizedTest
	@MethodSource("springAnnotations")
	void annotationOfSpringDoesNotReachPayload(Class<? extends Annotation> annotation) {
		for (HandlerKind kind : HandlerKind.values()) {
			assertThatIllegalStateException().isThrownBy(() -> resolve(kind, parameter("plain", annotation)))
				.withMessageContaining("is marked with @" + annotation.getSimpleName());
			assertThatIllegalStateException().isThrownBy(() -> resolve(kind, parameter("socket", annotation)));
		}
	}

	@Test
	void unknownAnnotationIsRefusedUnlessSomebodyKnowsIt() throws Exception {
		refuses(Unknown.class, "(String name) of SourceOfArgumentsTests.Unknown#event(String) is marked with @Source",
				"add @EventPayload");
		try (HandlerTester tester = new HandlerTester()) {
			tester.with((options) -> options.argumentResolvers(List
				.of((HandlerMethodArgumentResolver) (parameter) -> parameter.hasParameterAnnotation(Source.class)
						? (CallArgument) (call) -> "resolved" : null)))
				.start(Unknown.class);
			assertThat(tester.emit("event", "EVIL").acknowledged()).containsExactly("resolved");
		}
	}

	static Stream<Class<?>> typesOfOurs() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false) {

			// Whatever its conditions are.
			@Override
			protected boolean isCandidateComponent(MetadataReader reader) {
				return !reader.getClassMetadata().isAnnotation();
			}

			@Override
			protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
				return true;
			}

		};
		URL main = OnEvent.class.getProtectionDomain().getCodeSource().getLocation();
		return scanner.findCandidateComponents("io.github.socketiospring")
			.stream()
			.map(BeanDefinition::getBeanClassName)
			.<Class<?>>map((name) -> ClassUtils.resolveClassName(String.valueOf(name), null))
			.filter((type) -> Modifier.isPublic(type.getModifiers()))
			.filter((type) -> type.getProtectionDomain().getCodeSource().getLocation().equals(main));
	}

	@Test
	void findsTypesOfOurs() {
		assertThat(typesOfOurs().map(Class::getSimpleName)).contains("TransportType", "Packet", "Handshake",
				"DisconnectReason", "MemoryReport", "SocketIOTemplate");
	}

	@ParameterizedTest
	@MethodSource("typesOfOurs")
	void typeOfOursIsNotPayload(Class<?> type) {
		MethodParameter parameter = parameterOf(type);
		HandlerMethodArgument argument;
		try {
			argument = resolve(HandlerKind.EVENT, parameter);
		}
		catch (IllegalStateException ex) {
			return;
		}
		assertThat(type == EventData.class || argument instanceof CallArgument).as(type.getName()).isTrue();
	}

	@Test
	void composedAnnotationIsNotPayloadWhateverElseItSays() {
		for (String method : List.of("composed", "composedAndConstrained", "composedAndValidated", "injected")) {
			assertThatIllegalStateException().isThrownBy(() -> resolve(HandlerKind.EVENT, parameter(method, null)))
				.withMessageContaining("is marked with @");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "headerAndPrincipal", "authAndPrincipal", "paramAndHeader", "authAndPayload",
			"authAndComposed" })
	void valueHasOneSource(String method) {
		for (HandlerKind kind : HandlerKind.values()) {
			assertThatIllegalStateException().isThrownBy(() -> resolve(kind, parameter(method, null)))
				.withMessageContaining("a value has one source");
		}
	}

	@Test
	void sourceMayBeDescribed() {
		for (String method : List.of("describedHeader", "describedAuth")) {
			assertThat(resolve(HandlerKind.EVENT, parameter(method, null))).isInstanceOf(CallArgument.class);
		}
	}

	@Test
	void optionalOfKnownTypeIsNotPayload() throws Exception {
		try (HandlerTester tester = HandlerTester.of(Optionals.class)) {
			assertThat(tester.emit("event", "xx").acknowledged()).containsExactly("true true xx");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "valid", "validated", "notBlank", "nullable", "formatted", "constrained", "marked",
			"markedMeta", "markedLocale", "list", "map", "tree", "optional", "bytes", "instant", "uuid", "anything",
			"array", "rest", "enumeration", "recursive" })
	void valueIsPayload(String method) {
		assertThat(resolve(HandlerKind.EVENT, parameter(method, null))).isInstanceOf(EventArgument.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "exchange", "request", "headers", "session", "publisher", "mono", "flux", "stage",
			"errors", "model", "runnable", "function", "type", "pattern", "file", "path", "url", "address", "thread",
			"executor", "nested", "nestedInMap", "arrayOf", "restOf", "thrown", "optionalRequest", "noCreator",
			"abstractType", "nestedType", "deeplyNestedPattern", "markedFile", "listOfHosts", "mapByPath", "profile",
			"profiles", "tokens" })
	void otherTypeIsNotPayload(String method) {
		assertThatIllegalStateException().isThrownBy(() -> resolve(HandlerKind.EVENT, parameter(method, null)));
	}

	@Test
	void saysWhatToUseInstead() {
		refuses(Exchange.class,
				"(ServerWebExchange exchange) of SourceOfArgumentsTests.Exchange#event(ServerWebExchange)",
				"use a Handshake");
	}

	@Test
	void typeOfBeanIsRefusedUnlessMarked() throws Exception {
		refuses(NeedsService.class, "Service", "of which there is a bean", "inject the bean into the constructor");
		try (HandlerTester tester = HandlerTester.of(Marked.class, Service.class)) {
			assertThat(tester.emit("event", Map.of()).acknowledged()).hasSize(1);
		}
	}

	@Test
	void payloadMarkOutsideEventsIsRefused() {
		refuses(MarkedOnConnect.class, "cannot be supplied to an @OnConnect method");
	}

	@ParameterizedTest
	@ValueSource(classes = { Entity.class, Later.class, Response.class, LaterOfLater.class, Inside.class })
	void returnTypeOfHttpIsRefused(Class<?> type) {
		refuses(type, type.getSimpleName() + "#event()", "returns a type that cannot acknowledge an event");
	}

	@ParameterizedTest
	@ValueSource(classes = { Open.class, Closed.class, Unnamed.class })
	void unbalancedPathIsRefused(Class<?> type) {
		refuses(type, "in which a variable is not closed");
	}

	@Test
	void repeatedVariableOfAPathIsRefused() {
		refuses(Repeated.class, "'/a-{id}/b-{id}'", "contains the variable {id} twice");
		HandlerTester.of(Expressions.class).close();
	}

	@Test
	void warnsOfForeignMethods(CapturedOutput output) {
		HandlerTester.of(Foreign.class).close();
		assertThat(output).contains("@ExceptionHandler method " + Foreign.class.getName() + "#failed is not called")
			.contains("@RequestMapping method " + Foreign.class.getName() + "#page is not called");
	}

	@Test
	void warnsOfMethodsForMessages(CapturedOutput output) {
		HandlerTester.of(Messages.class).close();
		assertThat(output).contains("@MessageMapping method " + Messages.class.getName() + "#message is not called")
			.contains("@SubscribeMapping method " + Messages.class.getName() + "#subscribe is not called")
			.contains("@ConnectMapping method " + Messages.class.getName() + "#connect is not called")
			.contains("@MessageExceptionHandler method " + Messages.class.getName() + "#failed is not called");
	}

	@Test
	void controllerMayBeHandlerToo(CapturedOutput output) {
		HandlerTester.of(Both.class).close();
		assertThat(output).doesNotContain("is not called");
	}

	private @Nullable HandlerMethodArgument resolve(HandlerKind kind, MethodParameter parameter) {
		AnnotatedHandlerOptions options = AnnotatedHandlerOptions.builder(() -> {
			throw new IllegalStateException("No server");
		}, this.mapper, (error, locale) -> null, Runnable::run).validator(mock(Validator.class)).build();
		for (HandlerMethodArgumentResolver resolver : new ArgumentResolvers(options, (type) -> false).of(kind,
				kind.hasSocket(), null, null)) {
			HandlerMethodArgument argument = resolver.resolve(parameter);
			if (argument != null) {
				return argument;
			}
		}
		return null;
	}

	private static MethodParameter parameter(String method, @Nullable Class<? extends Annotation> annotation) {
		MethodParameter parameter = Arrays.stream(Parameters.class.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(method))
			.map((candidate) -> new MethodParameter(candidate, 0))
			.findFirst()
			.orElseThrow();
		if (annotation == null) {
			return parameter;
		}
		Annotation marker = AnnotationUtils.synthesizeAnnotation(Map.of("value", "x", "name", "x"), annotation, null);
		return new MethodParameter(parameter) {

			@Override
			public Annotation[] getParameterAnnotations() {
				return new Annotation[] { marker };
			}

		};
	}

	private static MethodParameter parameterOf(Class<?> type) {
		return new MethodParameter(parameter("plain", null)) {

			@Override
			public Class<?> getParameterType() {
				return type;
			}

			@Override
			public Type getGenericParameterType() {
				return type;
			}

			@Override
			public MethodParameter clone() {
				return this;
			}

		};
	}

	private void refuses(Class<?> type, String... message) {
		try (HandlerTester tester = new HandlerTester()) {
			assertThatIllegalStateException().isThrownBy(() -> tester.start(type, Service.class))
				.satisfies((ex) -> assertThat(ex.getMessage()).contains(message));
		}
	}

	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Source {

	}

	@AuthenticationPrincipal
	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@interface CurrentUser {

	}

	@AuthenticationPrincipal
	@NotNull
	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@interface PresentUser {

	}

	@AuthenticationPrincipal
	@Validated
	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@interface CheckedUser {

	}

	@EventPayload
	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Sent {

	}

	@Constraint(validatedBy = {})
	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Isbn {

		String message() default "";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

	}

	enum Gait {

		FAST

	}

	static class NoCreator {

		NoCreator(String first, int second) {
		}

	}

	interface Shape {

	}

	record Item(String name) {
	}

	record Named<T>(String name, T value, @Nullable Named<T> next) {
	}

	interface Parameters {

		void plain(String value);

		void socket(SocketIOSocket value);

		void valid(@Valid Item value);

		void validated(@Validated Item value);

		void notBlank(@NotBlank String value);

		void nullable(@Nullable String value);

		void formatted(@JsonFormat(pattern = "yyyy") Instant value);

		void constrained(@Isbn String value);

		void marked(@Source @EventPayload String value);

		void markedMeta(@Source @Sent String value);

		void markedLocale(@EventPayload Locale value);

		void list(List<Item> value);

		void map(Map<String, Collection<Integer>> value);

		void tree(JsonNode value);

		void optional(Optional<Item> value);

		void bytes(byte[] value);

		void instant(Instant value);

		void uuid(UUID value);

		void anything(Object value);

		void array(Item[] value);

		void rest(Item... value);

		void enumeration(Gait value);

		void recursive(Named<List<Item>> value);

		void exchange(ServerWebExchange value);

		void request(ServerHttpRequest value);

		void headers(HttpHeaders value);

		void session(WebSession value);

		void publisher(Publisher<String> value);

		void mono(Mono<String> value);

		void flux(Flux<String> value);

		void stage(CompletionStage<String> value);

		void errors(BindingResult value);

		void model(Model value);

		void runnable(Runnable value);

		void function(Function<String, String> value);

		void type(Class<?> value);

		void pattern(Pattern value);

		void file(File value);

		void path(Path value);

		void url(URL value);

		void address(InetAddress value);

		void thread(Thread value);

		void executor(Executor value);

		void nested(List<Mono<String>> value);

		void nestedInMap(Map<String, Class<?>> value);

		void arrayOf(File[] value);

		void restOf(File... value);

		void thrown(RuntimeException value);

		void optionalRequest(Optional<ServerHttpRequest> value);

		void noCreator(NoCreator value);

		void abstractType(Shape value);

		void nestedType(Named<Class<?>> value);

		void deeplyNestedPattern(Named<List<Named<Pattern>>> value);

		void markedFile(@EventPayload File value);

		void listOfHosts(Named<InetAddress[]> value);

		void mapByPath(Named<Map<Path, String>> value);

		void profile(Profile value);

		void profiles(List<Profile> value);

		void tokens(List<Token> value);

		void composed(@CurrentUser Item value);

		void composedAndConstrained(@PresentUser Item value);

		void composedAndValidated(@CheckedUser Item value);

		void injected(@JacksonInject String value);

		void headerAndPrincipal(@HandshakeHeader("x") @AuthenticationPrincipal String value);

		void authAndPrincipal(@AuthPayload @AuthenticationPrincipal Item value);

		void paramAndHeader(@HandshakeParam("x") @HandshakeHeader("x") String value);

		void authAndPayload(@AuthPayload @EventPayload Item value);

		void authAndComposed(@AuthPayload @Sent Item value);

		void describedHeader(@HandshakeHeader("x") @DateTimeFormat(pattern = "yyyy") @Nullable Instant value);

		void describedAuth(@AuthPayload @Valid @NotNull Item value);

	}

	static class Service {

	}

	static class Profile implements UserDetails {

		@Override
		public String getUsername() {
			return "";
		}

		@Override
		public String getPassword() {
			return "";
		}

		@Override
		public List<GrantedAuthority> getAuthorities() {
			return List.of();
		}

	}

	static class Token extends AbstractMap<String, Object> implements Principal {

		@Override
		public Set<Map.Entry<String, Object>> entrySet() {
			return Set.of();
		}

		@Override
		public String getName() {
			return "";
		}

	}

	@SocketNamespace
	static class Optionals {

		@OnEvent("event")
		String event(Optional<Locale> locale, Optional<SocketIOSocket> socket, String text) {
			return locale.isPresent() + " " + socket.isPresent() + " " + text;
		}

	}

	@SocketNamespace
	static class Unknown {

		@OnEvent("event")
		String event(@Source String name) {
			return name;
		}

	}

	@SocketNamespace
	static class Exchange {

		@OnEvent("event")
		void event(ServerWebExchange exchange) {
		}

	}

	@SocketNamespace
	static class NeedsService {

		@OnEvent("event")
		void event(Service service) {
		}

	}

	@SocketNamespace
	static class Marked {

		@OnEvent("event")
		String event(@EventPayload Service service) {
			return service.getClass().getSimpleName();
		}

	}

	@SocketNamespace
	static class MarkedOnConnect {

		@OnConnect
		void connected(@EventPayload SocketIOSocket socket) {
		}

	}

	@SocketNamespace
	static class Entity {

		@OnEvent("event")
		ResponseEntity<String> event() {
			return ResponseEntity.ok("");
		}

	}

	@SocketNamespace
	static class LaterOfLater {

		@OnEvent("event")
		Mono<Mono<String>> event() {
			return Mono.empty();
		}

	}

	@SocketNamespace
	static class Inside {

		@OnEvent("event")
		Map<String, CompletableFuture<String>> event() {
			return Map.of();
		}

	}

	@SocketNamespace
	static class Later {

		@OnEvent("event")
		Mono<List<ResponseEntity<String>>> event() {
			return Mono.empty();
		}

	}

	@SocketNamespace
	static class Response {

		@OnEvent("event")
		Mono<ServerResponse> event() {
			return Mono.empty();
		}

	}

	@SocketNamespace("/a/{id")
	static class Open {

	}

	@SocketNamespace("/a/id}")
	static class Closed {

	}

	@SocketNamespace("/a-{id}/b-{id}")
	static class Repeated {

	}

	@SocketNamespace("/a-{x:\\d{2}}/b-{y:\\d{2}}")
	static class Expressions {

	}

	@SocketNamespace("/a/{}")
	static class Unnamed {

	}

	@SocketNamespace
	static class Foreign {

		@ExceptionHandler
		void failed(IllegalStateException ex) {
		}

		@GetMapping("/page")
		void page() {
		}

	}

	@SocketNamespace
	static class Messages {

		@MessageMapping("message")
		void message() {
		}

		@SubscribeMapping("message")
		void subscribe() {
		}

		@ConnectMapping("message")
		void connect() {
		}

		@MessageExceptionHandler
		void failed(IllegalStateException ex) {
		}

	}

	@Controller
	@SocketNamespace
	static class Both {

		@GetMapping("/page")
		void page() {
		}

	}

}
