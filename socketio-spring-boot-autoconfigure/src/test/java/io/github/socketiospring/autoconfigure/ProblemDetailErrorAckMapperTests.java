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

package io.github.socketiospring.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.support.ArgumentNotValidException;
import io.github.socketiospring.annotation.support.MissingArgumentException;
import io.github.socketiospring.autoconfigure.SocketIOProperties.Errors.Acknowledge;
import io.github.socketiospring.autoconfigure.SocketIOProperties.Errors.IncludeMessage;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.server.AckDisconnectedException;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.BadEventException;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.RateLimitExceededException;
import io.github.socketiospring.server.SocketDisconnectedException;
import io.github.socketiospring.server.SocketLimitException;
import jakarta.validation.ConstraintViolationException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.support.StaticMessageSource;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.validation.BindException;
import org.springframework.validation.DirectFieldBindingResult;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ProblemDetailErrorAckMapperTests {

	private final StaticMessageSource messages = new StaticMessageSource();

	private final Problems problems = new Problems(this.messages, IncludeMessage.NEVER);

	private final ProblemDetailErrorAckMapper mapper = new ProblemDetailErrorAckMapper(this.problems,
			Acknowledge.PROBLEM);

	@Test
	void saysNothingOfOurOwnFailures() {
		assertThat(describe(new IllegalStateException("our password is 1234")))
			.isEqualTo(Map.of("title", "Internal Server Error", "status", 500, "socketioProblem", true));
	}

	@Test
	void tellsWhatWasMeantForClients() {
		assertThat(describe(new ResponseStatusException(HttpStatus.CONFLICT, "taken")))
			.isEqualTo(problem("Conflict", 409, "taken"));
	}

	@Test
	void tellsAllMembersOfProblem() {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, "no");
		problem.setType(URI.create("https://example.org/no"));
		problem.setTitle("Title");
		problem.setInstance(URI.create("/1"));
		problem.setProperty("balance", 30);
		assertThat(describe(new ErrorResponseException(HttpStatus.FORBIDDEN, problem, null)))
			.isEqualTo(Map.of("type", URI.create("https://example.org/no"), "title", "Title", "status", 403, "detail",
					"no", "instance", URI.create("/1"), "balance", 30, "socketioProblem", true));
	}

	@Test
	void marksProblemsThatExceptionHandlersReturn() {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "taken");
		Map<String, Object> marked = problem("Conflict", 409, "taken");
		assertThat(this.mapper.toAcknowledgement(problem)).isEqualTo(marked);
		assertThat(this.mapper.toAcknowledgement((Object) new ResponseStatusException(HttpStatus.CONFLICT, "taken")))
			.isEqualTo(marked);
		assertThat(this.mapper.toAcknowledgement("sorry")).isEqualTo("sorry");
	}

	@Test
	void answersNothingButWhatExceptionHandlersReturnIfAsked() {
		ProblemDetailErrorAckMapper silent = new ProblemDetailErrorAckMapper(this.problems, Acknowledge.NONE);
		assertThat(silent.toAcknowledgement(new BadEventException("bad"), Locale.ENGLISH)).isNull();
		assertThat(silent.toAcknowledgement("sorry")).isEqualTo("sorry");
	}

	@Test
	void translatesDetail() {
		this.messages.addMessage("problemDetail." + ResponseStatusException.class.getName(), Locale.getDefault(),
				"translated");
		assertThat(describe(new ResponseStatusException(HttpStatus.CONFLICT, "taken")))
			.isEqualTo(problem("Conflict", 409, "translated"));
	}

	@Test
	void tellsWhatIsInvalid() {
		DirectFieldBindingResult result = new DirectFieldBindingResult(new Message(""), "message");
		result.rejectValue("text", "NotBlank", "must not be blank");
		result.reject("Whole", "makes no sense");
		assertThat(describe(new BindException(result))).isEqualTo(Map.of("title", "Bad Request", "status", 400,
				"detail", "Invalid request content.", "errors",
				List.of(Map.of("field", "text", "message", "must not be blank"), Map.of("message", "makes no sense")),
				"socketioProblem", true));
	}

	@Test
	void tellsCodeOfErrorThatHasNoMessage() {
		DirectFieldBindingResult result = new DirectFieldBindingResult(new Message(""), "message");
		result.rejectValue("text", "taken");
		Object problem = describe(new BindException(result));
		assertThat(problem).asString().contains("field=text", "message=taken");
	}

	@Test
	void tellsWhichArgumentHasTheWrongType() {
		ArgumentConversionException error = new ArgumentConversionException(1,
				JsonMapper.shared().constructType(Message.class), new IllegalStateException("internal"));
		assertThat(describe(error)).isEqualTo(problem("Bad Request", 400, "Argument 1 has the wrong type"));
	}

	@Test
	void tellsWhereAndWhyAnArgumentDoesNotFitIfAsked() {
		JavaType type = JsonMapper.shared().constructType(new TypeReference<Map<String, List<Integer>>>() {
		});
		List<JsonNode> arguments = List.of(JsonMapper.shared().readTree("{\"a\\nb\":[1,3000000000]}"));
		ArgumentConversionException error = catchThrowableOfType(ArgumentConversionException.class,
				() -> new TreeArgumentReader(arguments, JsonMapper.shared()).next(type));
		assertThat(
				new ProblemDetailErrorAckMapper(new Problems(this.messages, IncludeMessage.ALWAYS), Acknowledge.PROBLEM)
					.toAcknowledgement(error, Locale.ENGLISH))
			.isEqualTo(problem("Bad Request", 400,
					"Argument 0 has the wrong type: a?b[1]: a number out of the range of int"));
		assertThat(describe(error)).isEqualTo(problem("Bad Request", 400, "Argument 0 has the wrong type"));
	}

	@Test
	void tellsWhatIsBadAboutAnEvent() {
		assertThat(describe(new BadEventException("no such thing")))
			.isEqualTo(problem("Bad Request", 400, "no such thing"));
	}

	@Test
	void tellsThatAnArgumentIsMissing() throws Exception {
		MethodParameter parameter = new MethodParameter(getClass().getDeclaredMethod("handler", String.class), 0);
		assertThat(describe(new MissingArgumentException(1, parameter)))
			.isEqualTo(problem("Bad Request", 400, "Argument 1 (text) is missing or null"));
	}

	private void handler(String text) {
	}

	@Test
	void tellsWhichElementIsInvalid() {
		DirectFieldBindingResult result = new DirectFieldBindingResult(new Message(""), "messages[2]");
		result.rejectValue("text", "NotBlank", "must not be blank");
		result.reject("Whole", "makes no sense");
		assertThat(describe(new ArgumentNotValidException(result, 0, 2))).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("errors",
					List.of(Map.of("parameter", "messages", "field", "[2].text", "message", "must not be blank"),
							Map.of("parameter", "messages", "field", "[2]", "message", "makes no sense")));
	}

	@Test
	void tellsWhichEntryIsInvalid() {
		DirectFieldBindingResult result = new DirectFieldBindingResult(new Message(""), "messages[k[0]]");
		result.rejectValue("text", "NotBlank", "must not be blank");
		assertThat(describe(new ArgumentNotValidException(result, 0, -1))).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("errors",
					List.of(Map.of("parameter", "messages", "field", "[k[0]].text", "message", "must not be blank")));
	}

	@Test
	void translatesForTheClient() {
		this.messages.addMessage("problemDetail." + BadEventException.class.getName(), Locale.FRENCH, "mauvais");
		this.messages.addMessage("reason.taken", Locale.FRENCH, "pris");
		assertThat(this.mapper.toAcknowledgement(new BadEventException("bad"), Locale.FRENCH))
			.isEqualTo(problem("Bad Request", 400, "mauvais"));
		assertThat(this.mapper.toAcknowledgement(new BadEventException("bad"), Locale.ENGLISH))
			.isEqualTo(problem("Bad Request", 400, "bad"));
		assertThat(this.mapper.toAcknowledgement(new Taken(), Locale.FRENCH))
			.isEqualTo(problem("Conflict", 409, "pris"));
	}

	@ParameterizedTest
	@MethodSource("errorsOfClients")
	void givesErrorsOfClientsTheStatusOfAController(Throwable error, int status, String reason) {
		assertThat(this.problems.resolve(error, Locale.ENGLISH)).isEqualTo(new ErrorStatus(status, reason));
	}

	static Stream<Arguments> errorsOfClients() {
		return Stream.of(arguments(new ResponseStatusException(HttpStatus.CONFLICT, "taken"), 409, "taken"),
				arguments(new ResponseStatusException(HttpStatus.FORBIDDEN), 403, "Forbidden"),
				arguments(new ResponseStatusException(HttpStatus.BAD_GATEWAY), 502, "Bad Gateway"),
				arguments(new Taken(), 409, "reason.taken"),
				arguments(new ConstraintViolationException("a: must not be null", Set.of()), 400, "Bad Request"),
				arguments(new BadEventException("bad"), 400, "bad"),
				arguments(new RateLimitExceededException(), 429, "Too many events"),
				arguments(new SocketLimitException("limit"), 409, "A limit of this socket is reached"),
				arguments(new AckTimeoutException("e", Set.of()), 408, "Not every client answered in time"),
				arguments(new AckDisconnectedException("e", DisconnectReason.TRANSPORT_CLOSE), 410,
						"The client has left"),
				arguments(new SocketDisconnectedException("e", DisconnectReason.TRANSPORT_CLOSE), 410,
						"The client has left"),
				arguments(new IllegalStateException("secret"), 500, "Internal Server Error"));
	}

	/** Spring Security is optional. */
	@Test
	void knowsTheErrorsOfSpringSecurityByName() {
		assertThat(Problems.statusByName("org.springframework.security.access.AccessDeniedException"))
			.isEqualTo(HttpStatus.FORBIDDEN);
		assertThat(Problems.statusByName("org.springframework.security.core.AuthenticationException"))
			.isEqualTo(HttpStatus.UNAUTHORIZED);
	}

	private static Map<String, Object> problem(String title, int status, String detail) {
		return Map.of("title", title, "status", status, "detail", detail, "socketioProblem", true);
	}

	private @Nullable Object describe(Throwable error) {
		return this.mapper.toAcknowledgement(error, Locale.getDefault());
	}

	@ResponseStatus(code = HttpStatus.CONFLICT, reason = "reason.taken")
	static class Taken extends RuntimeException {

	}

	/**
	 * An object to validate.
	 *
	 * @param text a property
	 */
	record Message(String text) {

	}

}
