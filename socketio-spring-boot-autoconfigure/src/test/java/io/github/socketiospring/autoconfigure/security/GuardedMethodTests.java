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

package io.github.socketiospring.autoconfigure.security;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import jakarta.annotation.security.RolesAllowed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.security.access.annotation.Secured;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PostFilter;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.access.prepost.PreFilter;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guards of handler methods that would not do their work.
 */
class GuardedMethodTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOSecurityAutoConfiguration.class,
				SocketIOAutoConfiguration.class, WebFluxAutoConfiguration.class, JacksonAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(classes = { PlainPre.class, PlainSecured.class, PlainRoles.class, MonoPre.class, MonoPost.class,
			OnClass.class })
	void needSomethingThatEnforcesThem(Class<?> handler) {
		this.runner.withUserConfiguration(handler)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(handler.getSimpleName() + "#handle")
				.hasStackTraceContaining("nothing enforces"));
	}

	@ParameterizedTest
	@ValueSource(classes = { MonoPre.class, FluxPre.class, MonoPost.class })
	void areEnforcedByTheReactiveKindForPublishers(Class<?> handler) {
		this.runner.withUserConfiguration(Reactive.class, handler).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainPre.class, StagePre.class, OnClass.class })
	void wouldFailUnderTheReactiveKindForOtherResults(Class<?> handler) {
		this.runner.withUserConfiguration(Reactive.class, handler)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(handler.getSimpleName() + "#handle")
				.hasStackTraceContaining("return a Mono or Flux"));
	}

	@ParameterizedTest
	@ValueSource(classes = { MonoSecured.class, PreAndSecured.class })
	void areUnknownToTheReactiveKind(Class<?> handler) {
		this.runner.withUserConfiguration(Reactive.class, handler)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(handler.getSimpleName() + "#handle")
				.hasStackTraceContaining(
						"@Secured, which nothing enforces: reactive method security does not support it"));
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainPre.class, PlainPost.class, PlainSecured.class, PlainRoles.class, MonoPre.class,
			FluxPre.class, StagePre.class, StagePost.class, OnClass.class })
	void areEnforcedByTheOtherKind(Class<?> handler) {
		this.runner.withUserConfiguration(Plain.class, handler).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { MonoPost.class, StagePostOfResult.class })
	void wouldExamineThePublisherItselfUnderTheOtherKind(Class<?> handler) {
		this.runner.withUserConfiguration(Plain.class, handler)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(handler.getSimpleName() + "#handle")
				.hasStackTraceContaining("deny each call"));
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainSecured.class, PlainRoles.class })
	void needTheSwitchOfTheOtherKind(Class<?> handler) {
		this.runner.withUserConfiguration(PlainWithoutSwitches.class, handler)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(handler.getSimpleName() + "#handle")
				.hasStackTraceContaining("Enabled = true"));
	}

	@Test
	void argumentsOfHandlersCannotBeFilteredByTheReactiveKind() {
		this.runner.withUserConfiguration(Reactive.class, MonoPreFilter.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("MonoPreFilter#handle")
				.hasStackTraceContaining("no argument of a handler is a Publisher"));
	}

	@ParameterizedTest
	@ValueSource(classes = { ListPreFilter.class, NamedPreFilter.class, ListPostFilter.class, ArrayPostFilter.class })
	void areFilteredByTheOtherKind(Class<?> handler) {
		this.runner.withUserConfiguration(Plain.class, handler).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "UnnamedPreFilter,name the one to filter", "TextPreFilter,cannot filter a String",
			"ArrayPreFilter,cannot filter a String[]", "TextPostFilter,cannot be filtered",
			"StagePostFilter,deny each call" })
	void whatCannotBeFilteredWouldFailUnderTheOtherKind(String handler, String why) throws ClassNotFoundException {
		this.runner
			.withUserConfiguration(Plain.class, Class.forName(GuardedMethodTests.class.getName() + "$" + handler))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(handler + "#handle")
				.hasStackTraceContaining(why));
	}

	@Test
	void finalMethodsAreNotGuarded() {
		for (Class<?> kind : List.of(Plain.class, PlainWithoutSwitches.class)) {
			this.runner.withUserConfiguration(kind, FinalPre.class)
				.run((context) -> assertThat(context).getFailure()
					.hasStackTraceContaining("FinalPre#handle")
					.hasStackTraceContaining("remove 'final'"));
		}
	}

	@Test
	void privateMethodsAreNotGuarded() {
		this.runner.withUserConfiguration(Plain.class, PrivatePre.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("PrivatePre#handle")
				.hasStackTraceContaining("is private"));
	}

	@ParameterizedTest
	@ValueSource(classes = { GuardedConnect.class, GuardedDisconnect.class, GuardedErrors.class, GuardedAny.class })
	void everyKindOfMethodIsExamined(Class<?> handler) {
		this.runner.withUserConfiguration(handler)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(handler.getSimpleName() + "#handle")
				.hasStackTraceContaining("nothing enforces"));
		this.runner.withUserConfiguration(Reactive.class, handler)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("return a Mono or Flux"));
		this.runner.withUserConfiguration(Plain.class, handler).run((context) -> assertThat(context).hasNotFailed());
	}

	@EnableReactiveMethodSecurity
	static class Reactive {

	}

	@EnableMethodSecurity(securedEnabled = true, jsr250Enabled = true)
	static class Plain {

	}

	@EnableMethodSecurity
	static class PlainWithoutSwitches {

	}

	@SocketNamespace
	@PreAuthorize("hasRole('ADMIN')")
	static class OnClass {

		@OnEvent("event")
		String handle() {
			return "";
		}

	}

	@SocketNamespace
	static class PlainPre {

		@OnEvent("event")
		@PreAuthorize("hasRole('ADMIN')")
		String handle() {
			return "";
		}

	}

	@SocketNamespace
	static class PlainPost {

		@OnEvent("event")
		@PostAuthorize("returnObject == 'x'")
		String handle() {
			return "";
		}

	}

	@SocketNamespace
	static class PlainSecured {

		@OnEvent("event")
		@Secured("ROLE_ADMIN")
		String handle() {
			return "";
		}

	}

	@SocketNamespace
	static class PlainRoles {

		@OnEvent("event")
		@RolesAllowed("ADMIN")
		String handle() {
			return "";
		}

	}

	@SocketNamespace
	static class MonoPre {

		@OnEvent("event")
		@PreAuthorize("hasRole('ADMIN')")
		Mono<String> handle() {
			return Mono.empty();
		}

	}

	@SocketNamespace
	static class FluxPre {

		@OnEvent("event")
		@PreAuthorize("hasRole('ADMIN')")
		Flux<String> handle() {
			return Flux.empty();
		}

	}

	@SocketNamespace
	static class MonoPost {

		@OnEvent("event")
		@PostAuthorize("returnObject == 'x'")
		Mono<String> handle() {
			return Mono.empty();
		}

	}

	@SocketNamespace
	static class MonoSecured {

		@OnEvent("event")
		@Secured("ROLE_ADMIN")
		Mono<String> handle() {
			return Mono.empty();
		}

	}

	@SocketNamespace
	static class PreAndSecured {

		@OnEvent("event")
		@PreAuthorize("hasRole('USER')")
		@Secured("ROLE_ADMIN")
		Mono<String> handle() {
			return Mono.empty();
		}

	}

	@SocketNamespace
	static class StagePre {

		@OnEvent("event")
		@PreAuthorize("hasRole('ADMIN')")
		CompletableFuture<String> handle() {
			return new CompletableFuture<>();
		}

	}

	@SocketNamespace
	static class StagePost {

		@OnEvent("event")
		@PostAuthorize("hasRole('ADMIN')")
		CompletableFuture<String> handle() {
			return new CompletableFuture<>();
		}

	}

	@SocketNamespace
	static class MonoPreFilter {

		@OnEvent("event")
		@PreFilter("filterObject == 'x'")
		Mono<String> handle(List<String> texts) {
			return Mono.empty();
		}

	}

	@SocketNamespace
	static class ListPreFilter {

		@OnEvent("event")
		@PreFilter("filterObject == 'x'")
		void handle(List<String> texts) {
		}

	}

	@SocketNamespace
	static class NamedPreFilter {

		@OnEvent("event")
		@PreFilter(value = "filterObject == 'x'", filterTarget = "texts")
		void handle(String room, List<String> texts) {
		}

	}

	@SocketNamespace
	static class UnnamedPreFilter {

		@OnEvent("event")
		@PreFilter("filterObject == 'x'")
		void handle(String room, List<String> texts) {
		}

	}

	@SocketNamespace
	static class TextPreFilter {

		@OnEvent("event")
		@PreFilter("filterObject == 'x'")
		void handle(String text) {
		}

	}

	@SocketNamespace
	static class ArrayPreFilter {

		@OnEvent("event")
		@PreFilter("filterObject == 'x'")
		void handle(String[] texts) {
		}

	}

	@SocketNamespace
	static class ListPostFilter {

		@OnEvent("event")
		@PostFilter("filterObject == 'x'")
		List<String> handle() {
			return List.of();
		}

	}

	@SocketNamespace
	static class ArrayPostFilter {

		@OnEvent("event")
		@PostFilter("filterObject == 'x'")
		String[] handle() {
			return new String[0];
		}

	}

	@SocketNamespace
	static class TextPostFilter {

		@OnEvent("event")
		@PostFilter("filterObject == 'x'")
		String handle() {
			return "";
		}

	}

	@SocketNamespace
	static class StagePostFilter {

		@OnEvent("event")
		@PostFilter("filterObject == 'x'")
		CompletableFuture<List<String>> handle() {
			return new CompletableFuture<>();
		}

	}

	@SocketNamespace
	static class FinalPre {

		@OnEvent("event")
		@PreAuthorize("hasRole('ADMIN')")
		final String handle() {
			return "";
		}

	}

	@SocketNamespace
	static class PrivatePre {

		@OnEvent("event")
		@PreAuthorize("hasRole('ADMIN')")
		private String handle() {
			return "";
		}

	}

	@SocketNamespace
	static class GuardedConnect {

		@OnConnect
		@PreAuthorize("hasRole('ADMIN')")
		void handle() {
		}

	}

	@SocketNamespace
	static class GuardedDisconnect {

		@OnDisconnect
		@PreAuthorize("hasRole('ADMIN')")
		void handle() {
		}

	}

	@SocketNamespace
	static class GuardedErrors {

		@SocketExceptionHandler
		@PreAuthorize("hasRole('ADMIN')")
		String handle(IllegalStateException error) {
			return "";
		}

	}

	@SocketNamespace
	static class GuardedAny {

		@OnAnyEvent
		@PreAuthorize("hasRole('ADMIN')")
		void handle() {
		}

	}

	@SocketNamespace
	static class StagePostOfResult {

		@OnEvent("event")
		@PostAuthorize("returnObject == 'x'")
		CompletableFuture<String> handle() {
			return new CompletableFuture<>();
		}

	}

}
