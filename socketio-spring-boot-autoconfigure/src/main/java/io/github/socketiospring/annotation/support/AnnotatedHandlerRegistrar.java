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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.annotation.SocketAdvice;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;

/**
 * Registers all {@link SocketNamespace} beans with the server. This happens when all
 * singletons exist and before the first client can connect, so that handler beans may
 * depend on beans that depend on the server.
 *
 * @since 0.1.0
 */
public class AnnotatedHandlerRegistrar implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(AnnotatedHandlerRegistrar.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final AnnotatedHandlerOptions options;

	/**
	 * Create a registrar.
	 * @param beanFactory contains the handler beans
	 * @param options how their methods are called
	 */
	public AnnotatedHandlerRegistrar(ConfigurableListableBeanFactory beanFactory, AnnotatedHandlerOptions options) {
		Assert.notNull(beanFactory, "'beanFactory' must not be null");
		Assert.notNull(options, "'options' must not be null");
		this.beanFactory = beanFactory;
		this.options = options;
	}

	@Override
	public void afterSingletonsInstantiated() {
		HandlerBeanFinder finder = new HandlerBeanFinder(this.beanFactory);
		NamespaceHandlerFactory factory = new NamespaceHandlerFactory(this.options, finder.find(SocketAdvice.class),
				this.beanFactory::resolveEmbeddedValue, this::hasBean);
		Map<String, List<HandlerBean>> beans = new LinkedHashMap<>();
		for (HandlerBean bean : finder.find(SocketNamespace.class)) {
			finder.warnOfForeignMethods(bean);
			beans.computeIfAbsent(path(bean), (path) -> new ArrayList<>()).add(bean);
		}
		beans.forEach((path, handlers) -> register(path, factory.create(path, handlers)));
		finder.warnOfOthers(List.of(SocketNamespace.class, SocketAdvice.class));
	}

	private String path(HandlerBean bean) {
		SocketNamespace annotation = AnnotatedElementUtils.findMergedAnnotation(bean.type(), SocketNamespace.class);
		Assert.state(annotation != null, "No annotation");
		String path = this.beanFactory.resolveEmbeddedValue(annotation.path());
		Assert.state(path != null && path.indexOf(',') < 0, () -> "@SocketNamespace of " + bean.type().getName()
				+ " has the path '" + path + "', but a comma ends a namespace's name: remove it");
		Assert.state(NamespacePattern.isBalanced(path), () -> "@SocketNamespace of " + bean.type().getName()
				+ " has the path '" + path + "', in which a variable is not closed: write it as {name}");
		String repeated = NamespacePattern.repeatedVariable(path);
		Assert.state(repeated == null, () -> "@SocketNamespace of " + bean.type().getName() + " has the path '" + path
				+ "', which contains the variable {" + repeated + "} twice: give each its own name");
		return (!path.startsWith("/")) ? "/" + path : path;
	}

	private boolean hasBean(Class<?> type) {
		return this.beanFactory.getBeanNamesForType(type, true, false).length > 0;
	}

	private void register(String path, List<AnnotatedNamespaceHandler> handlers) {
		SocketIOServer server = this.options.server().get();
		Namespace namespace = (NamespacePattern.isPattern(path)) ? server.of(new NamespacePattern(path))
				: server.of(path);
		handlers.forEach((handler) -> {
			namespace.addHandler(handler);
			logger.debug("Namespace {}: {}", path, handler);
		});
	}

}
