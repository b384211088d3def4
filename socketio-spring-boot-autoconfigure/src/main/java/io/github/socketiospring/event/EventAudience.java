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

package io.github.socketiospring.event;

import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Determines whether an application context has listeners for an event, so that events
 * without listeners are not published. Listeners of parent contexts count, and so do
 * those that are added later. In case of doubt, the event counts as one with listeners:
 * if a listener bean was not created yet, if the context uses its own event multicaster,
 * or if it is of an unknown kind. Listeners that were added to the multicaster instead of
 * the context are not found.
 *
 * @since 0.1.0
 */
public final class EventAudience implements Predicate<ApplicationEvent> {

	private final ApplicationContext context;

	private volatile Known known = new Known(-1);

	/**
	 * Create an audience.
	 * @param context the context that publishes the events
	 */
	public EventAudience(ApplicationContext context) {
		Assert.notNull(context, "'context' must not be null");
		this.context = context;
	}

	/**
	 * Whether the event has listeners.
	 * @param event an event that is about to be published
	 * @return {@code false} if it certainly has none
	 */
	@Override
	public boolean test(ApplicationEvent event) {
		int size = size();
		Known current = this.known;
		if (current.size() != size) {
			current = new Known(size);
			this.known = current;
		}
		Class<?> type = event.getClass();
		Boolean heard = current.heard().get(type);
		if (heard == null) {
			heard = isHeard(type);
			current.heard().put(type, heard);
		}
		return heard;
	}

	private int size() {
		int size = 0;
		for (ApplicationContext each = this.context; each != null; each = each.getParent()) {
			if (each instanceof AbstractApplicationContext found) {
				size += found.getApplicationListeners().size();
			}
		}
		return size;
	}

	private boolean isHeard(Class<?> type) {
		ResolvableType event = ResolvableType.forClass(type);
		for (ApplicationContext each = this.context; each != null; each = each.getParent()) {
			if (!(each instanceof AbstractApplicationContext found) || !isUsual(found) || hasListener(found, event)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isUsual(AbstractApplicationContext context) {
		Object multicaster = context.getBeanFactory()
			.getSingleton(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME);
		return multicaster != null && multicaster.getClass() == SimpleApplicationEventMulticaster.class;
	}

	private static boolean hasListener(AbstractApplicationContext context, ResolvableType event) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		for (String name : beans.getBeanNamesForType(ApplicationListener.class, true, false)) {
			// The name of a factory that listens itself has a prefix.
			if (!beans.containsSingleton(BeanFactoryUtils.transformedBeanName(name))) {
				return true;
			}
		}
		try {
			for (ApplicationListener<?> listener : context.getApplicationListeners()) {
				if (new GenericApplicationListenerAdapter(listener).supportsEventType(event)) {
					return true;
				}
			}
			return false;
		}
		catch (ConcurrentModificationException ex) {
			// Another thread adds a listener. The next event looks again.
			return true;
		}
	}

	/**
	 * The classes of events that were looked up.
	 *
	 * @param size how many listeners there were; other listeners need another look
	 * @param heard whether events of the class have listeners
	 */
	private record Known(int size, Map<Class<?>, Boolean> heard) {

		Known(int size) {
			this(size, new ConcurrentHashMap<>());
		}

	}

}
