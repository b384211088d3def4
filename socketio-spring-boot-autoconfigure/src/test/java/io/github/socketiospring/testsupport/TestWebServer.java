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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.catalina.Context;
import org.apache.catalina.Globals;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsContextListener;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServletHttpHandlerAdapter;
import org.springframework.http.server.reactive.TomcatHttpHandlerAdapter;
import org.springframework.util.FileSystemUtils;

/**
 * The servers that WebFlux applications run on.
 */
public enum TestWebServer {

	/** The default of Spring Boot. */
	REACTOR_NETTY {

		@Override
		Running start(HttpHandler handler) {
			DisposableServer server = HttpServer.create()
				.port(0)
				.host("localhost")
				.handle(new ReactorHttpHandlerAdapter(handler))
				.bindNow();
			return new Running(server.port(), server::disposeNow);
		}

	},

	/** Servlets and the Jakarta WebSocket API. */
	TOMCAT {

		@Override
		Running start(HttpHandler handler) throws Exception {
			Tomcat tomcat = new Tomcat();
			Path directory = Files.createTempDirectory(Path.of("target"), "tomcat");
			tomcat.setBaseDir(directory.toAbsolutePath().toString());
			tomcat.setHostname("localhost");
			tomcat.setPort(0);
			Context context = tomcat.addContext("", null);
			context.addApplicationListener(WsContextListener.class.getName());
			Tomcat.addServlet(context, "webflux", new TomcatHttpHandlerAdapter(handler)).setAsyncSupported(true);
			context.addServletMappingDecoded("/", "webflux");
			tomcat.getConnector();
			tomcat.start();
			return new Running(tomcat.getConnector().getLocalPort(), () -> {
				try {
					tomcat.stop();
					tomcat.destroy();
					// The first Tomcat of a JVM sets it to its own directory, which each
					// later one would create again.
					System.clearProperty(Globals.CATALINA_HOME_PROP);
					FileSystemUtils.deleteRecursively(directory);
				}
				catch (LifecycleException | IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
		}

	},

	/** Servlets and Jetty's own WebSocket API. */
	JETTY {

		@Override
		Running start(HttpHandler handler) throws Exception {
			Server server = new Server();
			ServerConnector connector = new ServerConnector(server);
			connector.setHost("localhost");
			server.addConnector(connector);
			ServletContextHandler context = new ServletContextHandler();
			ServletHolder servlet = new ServletHolder(new ServletHttpHandlerAdapter(handler));
			servlet.setAsyncSupported(true);
			context.addServlet(servlet, "/");
			JettyWebSocketServletContainerInitializer.configure(context, null);
			server.setHandler(context);
			server.start();
			return new Running(connector.getLocalPort(), () -> {
				try {
					server.stop();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
		}

	};

	abstract Running start(HttpHandler handler) throws Exception;

	Running run(HttpHandler handler) {
		try {
			return start(handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A server that runs.
	 *
	 * @param port its port
	 * @param stop stops it
	 */
	record Running(int port, Runnable stop) {

	}

}
