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

package io.github.socketiospring.support;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Thread-locals that cannot be set.
 */
class ThreadLocalsTests {

	private static final String SOUND = "sound";

	private static final String BROKEN = "not settable";

	private static final Context VALUES = Context.of(SOUND, "a", BROKEN, "b");

	private final ThreadLocal<String> sound = new ThreadLocal<>();

	private final List<String> log = new ArrayList<>();

	@AfterEach
	void unregister() {
		Hooks.disableAutomaticContextPropagation();
		ContextRegistry.getInstance().removeThreadLocalAccessor(SOUND);
		ContextRegistry.getInstance().removeThreadLocalAccessor(BROKEN);
	}

	private void register() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(SOUND, this.sound);
		ContextRegistry.getInstance().registerThreadLocalAccessor(BROKEN, () -> null, (value) -> {
			throw new IllegalStateException("on purpose");
		}, () -> {
		});
		Hooks.enableAutomaticContextPropagation();
	}

	@Test
	void noneIsSetIfOneCannotBeSet() {
		register();
		assertThatIllegalStateException().isThrownBy(() -> ThreadLocals.from(VALUES));
		assertThat(this.sound.get()).isNull();
		assertThat(ThreadLocals.ifPossible(VALUES)).isNull();
		assertThat(this.sound.get()).isNull();
	}

	@Test
	void thoseThatCanBeSetAreKept() {
		register();
		Context settable = ThreadLocals.settable(VALUES.put("other", "c"));
		assertThat(settable.stream()).extracting(Object::toString).containsExactlyInAnyOrder("sound=a", "other=c");
		assertThat(this.sound.get()).isNull();
	}

	@Test
	void noSourceIsLeftOpenIfTheOtherThrows() {
		ThreadLocals.Source observation = () -> () -> this.log.add("closed");
		ThreadLocals.Source source = () -> {
			throw new IllegalStateException("on purpose");
		};
		Context context = Context.of(ThreadLocals.OBSERVATION, observation, ThreadLocals.Source.class, source, "other",
				"c");
		assertThatIllegalStateException().isThrownBy(() -> ThreadLocals.from(context));
		assertThat(this.log).containsExactly("closed");
		assertThat(ThreadLocals.settable(context).stream()).extracting(Object::toString).containsExactly("other=c");
	}

}
