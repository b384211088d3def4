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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.HandshakeHeader;
import io.github.socketiospring.annotation.HandshakeParam;
import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.annotation.SocketAttribute;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.support.DefaultConversionService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link NamedValueArgumentResolver}.
 */
class NamedValueArgumentResolverTests {

	private final NamedValueArgumentResolver resolver = new NamedValueArgumentResolver(null, true,
			DefaultConversionService.getSharedInstance());

	static Stream<MethodParameter> refused() {
		return parameters(Refused.class);
	}

	static Stream<MethodParameter> accepted() {
		return parameters(Accepted.class);
	}

	private static Stream<MethodParameter> parameters(Class<?> type) {
		return Stream.of(type.getDeclaredMethods()).map((method) -> new MethodParameter(method, 0));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void clientDoesNotNameWhatIsLoadedOrOpened(MethodParameter parameter) {
		assertThatIllegalStateException().isThrownBy(() -> this.resolver.resolve(parameter))
			.withMessageContaining("which clients must not choose");
	}

	@ParameterizedTest
	@MethodSource("accepted")
	void otherTypesAreConverted(MethodParameter parameter) {
		assertThat(this.resolver.resolve(parameter)).isNotNull();
	}

	private interface Refused {

		void type(@HandshakeParam("x") Class<?> value);

		void pattern(@HandshakeParam("x") Pattern value);

		void file(@HandshakeHeader("x") File value);

		void path(@HandshakeHeader("x") Path value);

		void url(@NamespaceVariable("x") URL value);

		void charset(@HandshakeHeader("x") Charset value);

		void host(@HandshakeParam("x") InetAddress value);

		void address(@HandshakeParam("x") InetSocketAddress value);

		void list(@HandshakeHeader("x") List<Pattern> value);

		void array(@HandshakeHeader("x") File[] value);

		void optional(@HandshakeParam("x") Optional<URL> value);

		void nested(@HandshakeParam(name = "x") Map<String, List<? extends Path>> value);

	}

	private interface Accepted {

		void text(@HandshakeParam("x") String value);

		void list(@HandshakeHeader("x") List<String> value);

		void uri(@HandshakeHeader("x") URI value);

		void locale(@NamespaceVariable("x") Locale value);

		@SuppressWarnings("rawtypes")
		void raw(@HandshakeParam("x") Enum value);

		<T extends Comparable<T>> void generic(@HandshakeParam("x") T value);

		void ofTheApplication(@SocketAttribute("x") File value);

	}

}
