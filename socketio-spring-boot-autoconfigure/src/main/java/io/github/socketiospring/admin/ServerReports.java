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

package io.github.socketiospring.admin;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineStatistics;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.support.ErrorLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Reports the state of this node every two seconds while an administrator is connected to
 * any server: its sessions, its namespaces, and how much was sent and received since the
 * last report. Changes are counted, and never sent individually.
 */
final class ServerReports implements EngineListener {

	/** The name of a report. */
	static final String EVENT = "server_stats";

	private static final Logger logger = LoggerFactory.getLogger(ServerReports.class);

	private static final long PERIOD_MILLIS = 2_000;

	/** Clients can create namespaces. */
	private static final int MAX_NAMESPACES = 1000;

	private final AdminOptions options;

	private final AdminChannel channel;

	private final SocketIOServer io;

	private final EngineServer engine;

	private final Scheduler timer;

	private final Runnable afterReport;

	private final ErrorLog errorLog = new ErrorLog();

	private final LongAdder opened = new LongAdder();

	private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

	private final Map<Kind, Long> reported = new HashMap<>();

	private @Nullable Disposable task;

	/** Whether the last report showed administrators of this node. */
	private boolean watchedHere;

	/**
	 * Create reports.
	 * @param options the settings, with the name of this node
	 * @param channel where to report
	 * @param io the server with its namespaces
	 * @param engine the server with its sessions
	 * @param timer schedules the reports
	 * @param afterReport called after each report
	 */
	ServerReports(AdminOptions options, AdminChannel channel, SocketIOServer io, EngineServer engine, Scheduler timer,
			Runnable afterReport) {
		this.options = options;
		this.channel = channel;
		this.io = io;
		this.engine = engine;
		this.timer = timer;
		this.afterReport = afterReport;
		for (CloseReason reason : CloseReason.values()) {
			this.closed.put(reason, new LongAdder());
		}
	}

	@Override
	public void onOpen(EngineSession session) {
		this.opened.increment();
	}

	@Override
	public void onClose(EngineSession session, CloseReason reason) {
		LongAdder counter = this.closed.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

	/**
	 * Report from now on, until no administrator is connected.
	 * @return {@code false} if this node reports already
	 */
	synchronized boolean start() {
		if (this.task != null) {
			return false;
		}
		this.engine.statistics().countTraffic();
		// Changes while no administrator was connected are not reported.
		news();
		this.task = this.timer.schedulePeriodically(this::run, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
		return true;
	}

	private void run() {
		try {
			Map<String, Object> report = next();
			if (report != null) {
				this.channel.report(report);
				this.afterReport.run();
			}
		}
		catch (Throwable ex) {
			// Errors too: otherwise the timer would not call this again.
			this.errorLog.error(logger, "A report for the Admin UI failed", ex);
		}
	}

	private synchronized @Nullable Map<String, Object> next() {
		boolean watched = this.channel.isWatched();
		if (!watched && this.task != null) {
			this.task.dispose();
			this.task = null;
		}
		// Other servers must learn that the last administrator has left.
		boolean left = this.watchedHere && !this.channel.isWatchedHere();
		this.watchedHere = this.channel.isWatchedHere();
		return (watched || left) ? report(news()) : null;
	}

	/**
	 * Report the state of this node now, since an administrator has just connected. In
	 * this report nothing is counted.
	 */
	void state() {
		synchronized (this) {
			this.watchedHere = this.channel.isWatchedHere();
		}
		this.channel.report(report(List.of()));
	}

	private Map<String, Object> report(List<Map<String, Object>> news) {
		// The keys of a map are sent unchanged, even if the application's mapper changes
		// the names of properties.
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("serverId", this.options.serverId());
		report.put("hostname", this.options.host());
		report.put("pid", ProcessHandle.current().pid());
		report.put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
		report.put("clientsCount", this.engine.sessionCount());
		report.put("pollingClientsCount", this.engine.sessionCount("polling"));
		report.put("aggregatedEvents", news);
		report.put("namespaces", this.io.statistics()
			.sockets()
			.entrySet()
			.stream()
			// Other servers look for this one.
			.sorted(Comparator.comparing((namespace) -> !namespace.getKey().equals(this.options.namespace())))
			.limit(MAX_NAMESPACES)
			.map((namespace) -> namespace(namespace.getKey(), namespace.getValue()))
			.toList());
		return report;
	}

	private static Map<String, Object> namespace(String name, int sockets) {
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("name", name);
		shown.put("socketsCount", sockets);
		return shown;
	}

	/**
	 * Count what happened since the last call.
	 * @return what happened at least once
	 */
	private List<Map<String, Object>> news() {
		long second = this.timer.now(TimeUnit.SECONDS) * 1000;
		List<Map<String, Object>> news = new ArrayList<>();
		EngineStatistics statistics = this.engine.statistics();
		count(news, second, new Kind("rawConnection", null), this.opened.sum());
		count(news, second, new Kind("packetsIn", null), statistics.receivedPackets());
		count(news, second, new Kind("packetsOut", null), statistics.sentPackets());
		count(news, second, new Kind("bytesIn", null), statistics.receivedBytes());
		count(news, second, new Kind("bytesOut", null), statistics.sentBytes());
		this.closed.forEach(
				(reason, counter) -> count(news, second, new Kind("rawDisconnection", reason.value()), counter.sum()));
		return news;
	}

	private void count(List<Map<String, Object>> news, long second, Kind kind, long total) {
		Long before = this.reported.put(kind, total);
		long count = total - ((before != null) ? before : 0);
		if (count > 0) {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("timestamp", second);
			entry.put("type", kind.type);
			if (kind.subType != null) {
				entry.put("subType", kind.subType);
			}
			entry.put("count", count);
			news.add(entry);
		}
	}

	/**
	 * Something that is counted.
	 *
	 * @param type what the page calls it
	 * @param subType why a session ended, {@code null} otherwise
	 */
	private record Kind(String type, @Nullable String subType) {

	}

}
