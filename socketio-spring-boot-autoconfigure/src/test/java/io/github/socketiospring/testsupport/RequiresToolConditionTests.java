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

package io.github.socketiospring.testsupport;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RequiresToolConditionTests {

	@TempDir
	private Path tools;

	private String path;

	@BeforeEach
	void installOneTool() throws IOException {
		Path tool = Files.createFile(this.tools.resolve("present"));
		assertThat(tool.toFile().setExecutable(true)).isTrue();
		Files.createDirectory(this.tools.resolve("directory"));
		this.path = this.tools.resolve("nowhere") + File.pathSeparator + this.tools;
	}

	@Test
	void runsWithoutAnnotation() {
		assertThat(evaluate(NothingRequired.class, Map.of()).isDisabled()).isFalse();
	}

	@Test
	void runsWhenToolIsOnPath() {
		assertThat(evaluate(PresentRequired.class, Map.of("PATH", this.path)).isDisabled()).isFalse();
	}

	@Test
	void skipsAndNamesWhatIsMissing() {
		ConditionEvaluationResult result = evaluate(MoreRequired.class, Map.of("PATH", this.path));
		assertThat(result.isDisabled()).isTrue();
		assertThat(result.getReason()).contains("Not on the PATH: absent, directory");
	}

	@Test
	void skipsWithoutPath() {
		assertThat(evaluate(PresentRequired.class, Map.of()).isDisabled()).isTrue();
	}

	@Test
	void skipsSubclassOfAnnotatedClass() {
		assertThat(evaluate(Inheriting.class, Map.of("PATH", this.path)).isDisabled()).isTrue();
	}

	@Test
	void skipsWhenToolsAreExplicitlyNotRequired() {
		Map<String, String> environment = Map.of("PATH", this.path, TestProfile.SWITCH, "false");
		assertThat(evaluate(MoreRequired.class, environment).isDisabled()).isTrue();
	}

	@Test
	void failsWhenToolsAreRequiredAndOneIsMissing() {
		Map<String, String> environment = Map.of("PATH", this.path, TestProfile.SWITCH, "true");
		assertThatIllegalStateException().isThrownBy(() -> evaluate(MoreRequired.class, environment))
			.withMessageContaining("Not on the PATH: absent, directory")
			.withMessageContaining("SOCKETIO_TESTS_FULL is true");
	}

	@Test
	void runsWhenToolsAreRequiredAndPresent() {
		Map<String, String> environment = Map.of("PATH", this.path, TestProfile.SWITCH, "true");
		assertThat(evaluate(PresentRequired.class, environment).isDisabled()).isFalse();
	}

	@Test
	void skipsAndNamesModulesThatPythonDoesNotHave() throws IOException {
		installPython("exit 1");
		ConditionEvaluationResult result = evaluate(ModulesRequired.class, Map.of("PATH", this.path));
		assertThat(result.isDisabled()).isTrue();
		assertThat(result.getReason())
			.contains("No python3 on the PATH can import: socketio, aiohttp, requests, websocket");
	}

	@Test
	void failsWhenToolsAreRequiredAndModulesAreMissing() throws IOException {
		installPython("exit 1");
		Map<String, String> environment = Map.of("PATH", this.path, TestProfile.SWITCH, "true");
		assertThatIllegalStateException().isThrownBy(() -> evaluate(ModulesRequired.class, environment))
			.withMessageContaining("No python3 on the PATH can import: socketio, aiohttp");
	}

	@Test
	void runsWhenPythonHasTheModules() throws IOException {
		installPython("test \"$2\" = \"import socketio, aiohttp, requests, websocket\"");
		assertThat(evaluate(ModulesRequired.class, Map.of("PATH", this.path)).isDisabled()).isFalse();
	}

	private void installPython(String script) throws IOException {
		Path python = Files.writeString(this.tools.resolve("python3"), "#!/bin/sh\n" + script + "\n");
		assertThat(python.toFile().setExecutable(true)).isTrue();
	}

	private ConditionEvaluationResult evaluate(Class<?> testClass, Map<String, String> environment) {
		ExtensionContext context = mock();
		given(context.getElement()).willReturn(Optional.of(testClass));
		return new RequiresToolCondition(environment).evaluateExecutionCondition(context);
	}

	static class NothingRequired {

	}

	@RequiresTool("present")
	static class PresentRequired {

	}

	@RequiresTool({ "present", "absent", "directory" })
	static class MoreRequired {

	}

	@RequiresPythonClient
	static class ModulesRequired {

	}

	static class Inheriting extends MoreRequired {

	}

}
