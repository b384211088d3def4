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

import io.github.socketiospring.autoconfigure.SocketIOProperties.Errors.IncludeMessage;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.server.BadEventException;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.validation.BindException;
import org.springframework.validation.DirectFieldBindingResult;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ProblemDetailErrorAckMapperTests {

	private final StaticMessageSource messages = new StaticMessageSource();

	private final ProblemDetailErrorAckMapper mapper = new ProblemDetailErrorAckMapper(this.messages,
			IncludeMessage.NEVER);

	@Test
	void saysNothingOfOurOwnFailures() {
		assertThat(this.mapper.toAcknowledgement(new IllegalStateException("our password is 1234")))
			.isEqualTo(Map.of("title", "Internal Server Error", "status", 500));
	}

	@Test
	void tellsWhatWasMeantForClients() {
		assertThat(this.mapper.toAcknowledgement(new ResponseStatusException(HttpStatus.CONFLICT, "taken")))
			.isEqualTo(Map.of("title", "Conflict", "status", 409, "detail", "taken"));
	}

	@Test
	void tellsAllMembersOfProblem() {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, "no");
		problem.setType(URI.create("https://example.org/no"));
		problem.setTitle("Title");
		problem.setInstance(URI.create("/1"));
		problem.setProperty("balance", 30);
		assertThat(this.mapper.toAcknowledgement(new ErrorResponseException(HttpStatus.FORBIDDEN, problem, null)))
			.isEqualTo(Map.of("type", URI.create("https://example.org/no"), "title", "Title", "status", 403, "detail",
					"no", "instance", URI.create("/1"), "balance", 30));
	}

	@Test
	void translatesDetail() {
		this.messages.addMessage("problemDetail." + ResponseStatusException.class.getName(), Locale.getDefault(),
				"translated");
		assertThat(this.mapper.toAcknowledgement(new ResponseStatusException(HttpStatus.CONFLICT, "taken")))
			.isEqualTo(Map.of("title", "Conflict", "status", 409, "detail", "translated"));
	}

	@Test
	void tellsWhatIsInvalid() {
		DirectFieldBindingResult result = new DirectFieldBindingResult(new Message(""), "message");
		result.rejectValue("text", "NotBlank", "must not be blank");
		result.reject("Whole", "makes no sense");
		assertThat(this.mapper.toAcknowledgement(new BindException(result))).isEqualTo(Map.of("title", "Bad Request",
				"status", 400, "detail", "Invalid request content.", "errors",
				List.of(Map.of("field", "text", "message", "must not be blank"), Map.of("message", "makes no sense"))));
	}

	@Test
	void tellsCodeOfErrorThatHasNoMessage() {
		DirectFieldBindingResult result = new DirectFieldBindingResult(new Message(""), "message");
		result.rejectValue("text", "taken");
		Object problem = this.mapper.toAcknowledgement(new BindException(result));
		assertThat(problem).asString().contains("field=text", "message=taken");
	}

	@Test
	void tellsWhichArgumentHasTheWrongType() {
		ArgumentConversionException error = new ArgumentConversionException(1,
				JsonMapper.shared().constructType(Message.class), new IllegalStateException("internal"));
		assertThat(this.mapper.toAcknowledgement(error))
			.isEqualTo(Map.of("title", "Bad Request", "status", 400, "detail", "Argument 1 has the wrong type"));
	}

	@Test
	void tellsWhereAndWhyAnArgumentDoesNotFitIfAsked() {
		JavaType type = JsonMapper.shared().constructType(new TypeReference<Map<String, List<Integer>>>() {
		});
		List<JsonNode> arguments = List.of(JsonMapper.shared().readTree("{\"a\\nb\":[1,3000000000]}"));
		ArgumentConversionException error = catchThrowableOfType(ArgumentConversionException.class,
				() -> new TreeArgumentReader(arguments, JsonMapper.shared()).next(type));
		assertThat(new ProblemDetailErrorAckMapper(this.messages, IncludeMessage.ALWAYS).toAcknowledgement(error))
			.isEqualTo(Map.of("title", "Bad Request", "status", 400, "detail",
					"Argument 0 has the wrong type: a?b[1]: a number out of the range of int"));
		assertThat(this.mapper.toAcknowledgement(error))
			.isEqualTo(Map.of("title", "Bad Request", "status", 400, "detail", "Argument 0 has the wrong type"));
	}

	@Test
	void tellsWhatIsBadAboutAnEvent() {
		assertThat(this.mapper.toAcknowledgement(new BadEventException("no such thing")))
			.isEqualTo(Map.of("title", "Bad Request", "status", 400, "detail", "no such thing"));
	}

	/**
	 * Something to validate.
	 *
	 * @param text a property
	 */
	record Message(String text) {

	}

}
