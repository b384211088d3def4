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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A Redis Cluster of three masters with one replica each, in processes of their own. A
 * replica replaces its master a few seconds after it was killed.
 */
public final class RedisClusterServers implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int MASTERS = 3;

	/**
	 * After half of this time without an answer Redis drops the connection to another
	 * node, and the messages for it. On a busy machine that must not happen.
	 */
	private static final String NODE_TIMEOUT_MILLIS = "3000";

	private final List<RedisServer> servers = new ArrayList<>();

	private final List<RedisServer> suspended = new ArrayList<>();

	private final TestCertificate.@Nullable Pem certificate;

	/** The ports at which the servers speak TLS, empty without a certificate. */
	private final List<Integer> secured = new ArrayList<>();

	private RedisClusterServers(TestCertificate.@Nullable Pem certificate) {
		this.certificate = certificate;
	}

	/**
	 * Start the cluster.
	 * @return the cluster, in which all replicas follow their masters
	 */
	public static RedisClusterServers start() {
		return start(null);
	}

	/**
	 * Start the cluster.
	 * @param certificate the certificate of its servers, which speak TLS to applications
	 * then; {@code null} if they do not
	 * @return the cluster, in which all replicas follow their masters
	 */
	public static RedisClusterServers start(TestCertificate.@Nullable Pem certificate) {
		RedisClusterServers cluster = new RedisClusterServers(certificate);
		try {
			cluster.form();
			return cluster;
		}
		catch (RuntimeException | Error ex) {
			cluster.close();
			throw ex;
		}
	}

	private void form() {
		List<Integer> buses = new ArrayList<>();
		for (int i = 0; i < 2 * MASTERS; i++) {
			int bus = freePort();
			buses.add(bus);
			// By default a replica is synchronized only after five seconds, and a master
			// that is killed before is never replaced.
			List<String> options = new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-port",
					String.valueOf(bus), "--cluster-node-timeout", NODE_TIMEOUT_MILLIS, "--repl-diskless-sync-delay",
					"0", "--cluster-allow-replica-migration", "no"));
			if (this.certificate != null) {
				int port = freePort();
				this.secured.add(port);
				options.addAll(SecuredRedis.tls(port, this.certificate));
				// Otherwise they tell their clients the ports without TLS.
				options.addAll(List.of("--tls-cluster", "yes", "--tls-replication", "yes"));
			}
			this.servers.add(RedisServer.start(options));
		}
		for (int i = 0; i < MASTERS; i++) {
			cluster(this.servers.get(i), "ADDSLOTSRANGE", i * SlotHash.SLOT_COUNT / MASTERS,
					(i + 1) * SlotHash.SLOT_COUNT / MASTERS - 1);
		}
		for (int i = 0; i < this.servers.size(); i++) {
			cluster(this.servers.get(i), "SET-CONFIG-EPOCH", i + 1);
			if (i > 0) {
				cluster(this.servers.get(0), "MEET", "127.0.0.1",
						this.secured.isEmpty() ? this.servers.get(i).port() : this.secured.get(i), buses.get(i));
			}
		}
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.servers)
				.allMatch((server) -> info(server).contains("cluster_known_nodes:" + this.servers.size())));
		for (int i = 0; i < MASTERS; i++) {
			String master = id(this.servers.get(i));
			RedisServer replica = this.servers.get(MASTERS + i);
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(nodes(replica)).anyMatch((node) -> node.startsWith(master)));
			cluster(replica, "REPLICATE", master);
		}
		awaitHealth();
	}

	private static int freePort() {
		try {
			return LoggedProcess.freePort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Execute a command for clusters.
	 * @param server the server
	 * @param arguments the name of the command and its arguments
	 */
	public void cluster(RedisServer server, Object... arguments) {
		execute(server, CommandType.CLUSTER, arguments);
	}

	/**
	 * Create a user with the password {@code secret} on all servers.
	 * @param name the name of the user
	 * @param rules what the user may do, separated by blanks
	 */
	public void createUser(String name, String rules) {
		List<String> arguments = new ArrayList<>(List.of("SETUSER", name, "on", ">secret"));
		arguments.addAll(List.of(rules.split(" ")));
		this.servers.forEach((server) -> execute(server, CommandType.ACL, arguments.toArray()));
	}

	private static void execute(RedisServer server, CommandType command, Object... arguments) {
		CommandArgs<String, byte[]> all = new CommandArgs<>(RedisServer.CODEC);
		List.of(arguments).forEach((argument) -> all.add(String.valueOf(argument)));
		server.ask((commands) -> commands.dispatch(command, new StatusOutput<>(RedisServer.CODEC), all));
	}

	private static String info(RedisServer server) {
		return server.ask((commands) -> commands.clusterInfo());
	}

	/**
	 * The id of a server.
	 * @param server the server
	 * @return its id in the cluster
	 */
	public String id(RedisServer server) {
		return server.ask((commands) -> commands.clusterMyId());
	}

	private static List<String> nodes(RedisServer server) {
		return server.ask((commands) -> commands.clusterNodes()).lines().toList();
	}

	/**
	 * Wait until there are three masters, each with a replica that follows it, and all
	 * servers agree.
	 */
	public void awaitHealth() {
		await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
			assertThat(masters()).hasSize(MASTERS);
			for (RedisServer server : this.servers) {
				assertThat(info(server)).contains("cluster_state:ok");
				assertThat(nodes(server)).hasSize(this.servers.size())
					.noneMatch((node) -> node.contains("fail") || node.contains("disconnected"))
					.filteredOn((node) -> node.contains("master"))
					.hasSize(MASTERS);
				if (!isMaster(server)) {
					String replication = server.ask((commands) -> commands.info("replication"));
					assertThat(replication).contains("master_link_status:up");
				}
			}
		});
	}

	/**
	 * All servers.
	 * @return masters and replicas
	 */
	public List<RedisServer> servers() {
		return this.servers;
	}

	/**
	 * The servers that consider themselves masters.
	 * @return the masters
	 */
	public List<RedisServer> masters() {
		return this.servers.stream().filter(RedisServer::isRunning).filter(this::isMaster).toList();
	}

	/**
	 * Whether a server considers itself a master.
	 * @param server the server
	 * @return {@code false} for a replica
	 */
	public boolean isMaster(RedisServer server) {
		return nodes(server).stream().anyMatch((node) -> node.contains("myself,master"));
	}

	/**
	 * The master of the slot of a channel.
	 * @param channel the name of the channel
	 * @return the server
	 */
	public RedisServer owner(String channel) {
		int slot = SlotHash.getSlot(channel);
		return masters().stream()
			.filter((server) -> server.ask((commands) -> commands.clusterNodes())
				.lines()
				.filter((node) -> node.contains("myself"))
				.anyMatch((node) -> owns(node, slot)))
			.findAny()
			.orElseThrow();
	}

	private static boolean owns(String node, int slot) {
		String[] columns = node.split(" ");
		for (int i = 8; i < columns.length; i++) {
			String[] range = columns[i].split("-");
			if (!columns[i].startsWith("[") && Integer.parseInt(range[0]) <= slot
					&& slot <= Integer.parseInt(range[range.length - 1])) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The replica of a master.
	 * @param master the master
	 * @return the server that follows it
	 */
	public RedisServer replica(RedisServer master) {
		String id = id(master);
		return this.servers.stream()
			.filter((server) -> server != master && server.isRunning())
			.filter((server) -> nodes(server).stream()
				.anyMatch((node) -> node.contains("myself,slave") && node.contains(id)))
			.findAny()
			.orElseThrow();
	}

	/**
	 * Let a replica take the place of its master, which becomes its replica.
	 * @param master the master
	 */
	public void failOver(RedisServer master) {
		RedisServer replica = replica(master);
		cluster(replica, "FAILOVER");
		await().atMost(PATIENCE).until(() -> isMaster(replica) && !isMaster(master));
	}

	/**
	 * Stop the process of a server, whose connections stay open, until it is
	 * {@linkplain #resume resumed}. It is not asked in the meantime.
	 * @param server the server
	 */
	public void suspend(RedisServer server) {
		Signal.stop(server.pid());
		this.servers.remove(server);
		this.suspended.add(server);
	}

	/**
	 * Let the process of a server go on.
	 * @param server the server
	 */
	public void resume(RedisServer server) {
		Signal.resume(server.pid());
		this.suspended.remove(server);
		this.servers.add(server);
	}

	/**
	 * The number of subscribers of a channel, as Node.js servers count them.
	 * @param channel the name of the channel
	 * @return the sum over all masters
	 */
	public int subscribersAtMasters(String channel) {
		return masters().stream().mapToInt((server) -> server.subscribers(channel)).sum();
	}

	/**
	 * The connections of a client.
	 * @param name the name of the client
	 * @return the lines of {@code CLIENT LIST} of all servers
	 */
	public List<String> connections(String name) {
		return this.servers.stream()
			.filter(RedisServer::isRunning)
			.flatMap((server) -> clients(server, name).stream())
			.toList();
	}

	/**
	 * The number of connections of a client to a server.
	 * @param server the server
	 * @param name the name of the client
	 * @return the number
	 */
	public int connections(RedisServer server, String name) {
		return clients(server, name).size();
	}

	private static List<String> clients(RedisServer server, String name) {
		String list = server.ask((commands) -> commands.clientList());
		return list.lines().filter((line) -> line.contains(" name=" + name + " ")).toList();
	}

	/**
	 * The properties with which an application uses this cluster.
	 * @return properties by name
	 */
	public Map<String, String> properties() {
		if (this.certificate == null) {
			return Map.of("spring.data.redis.cluster.nodes", addresses());
		}
		Map<String, String> properties = new HashMap<>(SecuredRedis.trusting(this.certificate.certificate()));
		properties.put("spring.data.redis.cluster.nodes",
				this.secured.stream().map((port) -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
		return properties;
	}

	/**
	 * The addresses of all servers.
	 * @return addresses, separated by commas
	 */
	public String addresses() {
		return this.servers.stream().map((server) -> "127.0.0.1:" + server.port()).collect(Collectors.joining(","));
	}

	@Override
	public void close() {
		this.servers.forEach(RedisServer::close);
		this.suspended.forEach(RedisServer::close);
	}

}
