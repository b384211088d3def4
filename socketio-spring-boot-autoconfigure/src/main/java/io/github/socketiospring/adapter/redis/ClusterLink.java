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

package io.github.socketiospring.adapter.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.socketiospring.support.LogFormat;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The connections of a node, or the connection of an emitter, to a Redis Cluster.
 * <p>
 * Redis passes an ordinary message on to all its nodes, so all are published, and all
 * channels subscribed to, at one master: the <em>home</em>, chosen at random, and anew
 * when it is lost or demoted. It has to be a master, because Node.js servers count the
 * subscribers of masters only. Here the subscribers of all nodes are counted, because
 * other clients may subscribe at replicas.
 * <p>
 * A message of a shard channel is published, and the channel subscribed to, at the master
 * of its slot.
 */
final class ClusterLink extends RedisLink implements EmitterLink {

	private static final Logger logger = LoggerFactory.getLogger(ClusterLink.class);

	/** The interval at which the nodes are read while all connections are open. */
	private static final long READ_MILLIS = 1000;

	/** The interval at which the nodes are read while connections are missing. */
	private static final long INCOMPLETE_READ_MILLIS = 200;

	private static final long INCOMPLETE_MILLIS = 50;

	private static final long OPENING_MILLIS = 50;

	private static final long LONGEST_OPENING_MILLIS = 5000;

	/** A connection that does not answer within this time is replaced. */
	private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final long LONGEST_ANSWER_MILLIS = 2000;

	private static final long LONGEST_SHUTDOWN_SECONDS = 2;

	/** How long a home that lost a connection is kept. */
	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Supplier<LettuceConnectionFactory> clients;

	private final String name;

	private final Kind kind;

	private final ClusterNodes nodes;

	private ClusterLink(Supplier<LettuceConnectionFactory> clients, String name, Kind kind, ClusterNodes nodes) {
		super(new Subscriptions(nodes.homeRoute(), nodes.ownerRoute()));
		this.clients = clients;
		this.name = name;
		this.kind = kind;
		this.nodes = nodes;
	}

	/**
	 * Create a link for ordinary channels.
	 * @param clients creates the connection factory, which a session destroys
	 * @param name the client name of the connections
	 * @return a link that is not started
	 */
	static ClusterLink classic(Supplier<LettuceConnectionFactory> clients, String name) {
		return new ClusterLink(clients, name, Kind.CLASSIC, new ClusterNodes());
	}

	/**
	 * Create a link for shard channels, and for ordinary ones whose subscribers are not
	 * counted.
	 * @param clients creates the connection factory, which a session destroys
	 * @param name the client name of the connections
	 * @return a link that is not started
	 */
	static ClusterLink sharded(Supplier<LettuceConnectionFactory> clients, String name) {
		return new ClusterLink(clients, name, Kind.SHARDED, new ClusterNodes());
	}

	/**
	 * Create a link that only publishes, through one connection.
	 * @param clients creates the connection factory, which a session destroys
	 * @param name the client name of the connection
	 * @return a link that is not started
	 */
	static EmitterLink emitter(Supplier<LettuceConnectionFactory> clients, String name) {
		return new ClusterLink(clients, name, Kind.EMITTER, new ClusterNodes());
	}

	@Override
	RedisSession newSession() {
		return new Session();
	}

	@Override
	public CompletableFuture<Long> publish(String channel, byte[] message) {
		return send(this.nodes.now().home(), channel.length() + message.length,
				(commands) -> commands.publish(channel, message));
	}

	@Override
	CompletableFuture<Long> publishShard(String channel, byte[] message) {
		CompletableFuture<Long> published = send(this.nodes.now().owner(channel), channel.length() + message.length,
				(commands) -> commands.spublish(channel, message));
		published.whenComplete((receivers, ex) -> {
			// The message is lost: if it were sent to the new owner now, it could arrive
			// after later ones of the same sender.
			if (ex instanceof RedisCommandExecutionException refusal && Topics.Route.isRedirection(refusal)) {
				this.nodes.outdated();
			}
		});
		return published;
	}

	@Override
	CompletableFuture<Integer> subscribers(String channel) {
		return all(channel.length(), (commands) -> commands.pubsubNumsub(channel))
			.thenApply((answers) -> answers.stream().mapToInt(RedisLink::sum).sum());
	}

	@Override
	CompletableFuture<List<String>> channels(String pattern) {
		return all(pattern.length(), (commands) -> commands.pubsubChannels(pattern)).thenApply(ClusterLink::union);
	}

	@Override
	CompletableFuture<Integer> shardSubscribers(String channel) {
		return send(this.nodes.now().owner(channel), channel.length(),
				(commands) -> commands.pubsubShardNumsub(channel))
			.thenApply(RedisLink::sum);
	}

	@Override
	CompletableFuture<List<String>> shardChannels(String pattern) {
		return all(pattern.length(), (commands) -> commands.pubsubShardChannels(pattern)).thenApply(ClusterLink::union);
	}

	private static <T> CompletableFuture<T> send(@Nullable RedisNode node, int size,
			Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> call) {
		return (node != null) ? node.queue().send(size, call)
				: CompletableFuture.failedFuture(new RedisException("Redis is unavailable"));
	}

	// Fails if a node cannot be asked, since the answer would look complete without it.
	private <T> CompletableFuture<List<T>> all(int size,
			Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> call) {
		ClusterNodes.Nodes current = this.nodes.now();
		if (current.home() == null) {
			return CompletableFuture.failedFuture(new RedisException("Redis is unavailable"));
		}
		List<CompletableFuture<T>> answers = current.all()
			.stream()
			.filter((node) -> !node.isGone())
			.map((node) -> send(node, size, call))
			.toList();
		return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
			.thenApply((none) -> answers.stream().map(CompletableFuture::join).toList());
	}

	private static List<String> union(List<List<String>> answers) {
		Set<String> names = new LinkedHashSet<>();
		answers.forEach(names::addAll);
		return List.copyOf(names);
	}

	/**
	 * What a link is used for.
	 */
	private enum Kind {

		/** Ordinary channels. */
		CLASSIC("socketio-redis", "this node serves only its own clients"),

		/** Shard channels, and ordinary ones. */
		SHARDED("socketio-redis", "messages of other nodes may be missing"),

		/** Only publishes. */
		EMITTER("socketio-emitter", "nothing is sent to Socket.IO servers");

		private final String thread;

		private final String consequence;

		Kind(String thread, String consequence) {
			this.thread = thread;
			this.consequence = consequence;
		}

	}

	/**
	 * Looks after the connections from {@link #start} to {@link #stop}, on one thread.
	 */
	private final class Session extends RedisSession {

		/** The nodes of the Redis Cluster, or a part of them, to connect to, by id. */
		private final Map<String, RedisNode> connecting = new LinkedHashMap<>();

		private final Semaphore signals = new Semaphore(0);

		/** Whether Redis has shown that a slot has another owner. */
		private volatile boolean outdated;

		/** Whether names may have another connection than before. */
		private volatile boolean unrouted;

		private @Nullable RedisClusterClient cluster;

		private @Nullable RedisClient client;

		private @Nullable RedisURI settings;

		private ClusterTopology topology = new ClusterTopology(List.of());

		/** The topology that is in use. */
		private @Nullable ClusterTopology used;

		/** The nodes that this session has put into use. */
		private ClusterNodes.Nodes inUse = ClusterNodes.Nodes.NONE;

		private @Nullable RedisNode home;

		private @Nullable RedisNode nextHome;

		private boolean opened;

		private boolean wasConnected;

		Session() {
			super(ClusterLink.this.clients, logger, ClusterLink.this.kind.thread, ClusterLink.this.kind.consequence);
		}

		@Override
		boolean isConnected() {
			return !isStopped() && ClusterLink.this.nodes.now().isConnected();
		}

		@Override
		void open(AbstractRedisClient seeds) {
			if (this.client == null) {
				this.cluster = (RedisClusterClient) seeds;
				this.client = RedisClient.create(seeds.getResources());
				this.client.setOptions(seeds.getOptions().mutate().autoReconnect(false).build());
				ifCurrent(this, () -> ClusterLink.this.nodes.onOutdated(this::outdated));
			}
			long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_OPENING_MILLIS);
			do {
				this.topology = read();
				update();
				if (isConnected()) {
					requireShardChannels();
					this.opened = true;
					this.wasConnected = true;
					return;
				}
			}
			while (await(OPENING_MILLIS) && System.nanoTime() - end < 0);
			throw new RedisException("Not all nodes of the Redis Cluster can be reached",
					this.connecting.values()
						.stream()
						.map(RedisNode::failure)
						.filter(Objects::nonNull)
						.findAny()
						.orElse(null));
		}

		private void requireShardChannels() {
			RedisNode node = this.home;
			if (ClusterLink.this.kind == Kind.SHARDED && node != null) {
				try {
					ask(node, (commands) -> commands.pubsubShardNumsub("socketio"));
				}
				catch (RedisCommandExecutionException ex) {
					try {
						RedisLink.requireShardChannels(ex);
					}
					catch (UnusableRedisException unusable) {
						disconnect();
						throw unusable;
					}
				}
			}
		}

		@Override
		void attend() {
			long nextRead = System.nanoTime();
			long nextPing = nextRead + PING_NANOS;
			long nextRedirection = nextRead;
			while (await((isComplete() && !this.outdated) ? READ_MILLIS : INCOMPLETE_MILLIS)) {
				long now = System.nanoTime();
				boolean redirected = this.outdated && now - nextRedirection >= 0;
				if (redirected) {
					this.outdated = false;
					this.unrouted = true;
					nextRedirection = now + TimeUnit.MILLISECONDS.toNanos(INCOMPLETE_READ_MILLIS);
				}
				if (redirected || now - nextRead >= 0) {
					long pause = (isComplete() && !redirected) ? READ_MILLIS : INCOMPLETE_READ_MILLIS;
					nextRead = now + TimeUnit.MILLISECONDS.toNanos(pause);
					tryRead();
				}
				if (now - nextPing >= 0) {
					nextPing = now + PING_NANOS;
					this.connecting.values().forEach(RedisNode::ping);
				}
				tryUpdate();
				tell();
			}
		}

		private void tryUpdate() {
			try {
				update();
			}
			catch (RuntimeException ex) {
				// The next attempt may succeed.
				logger.error("The connections to the Redis Cluster could not be updated", ex);
			}
		}

		private void tryRead() {
			try {
				this.topology = read();
			}
			catch (RuntimeException ex) {
				logger.debug("The nodes of the Redis Cluster could not be read: {}", LogFormat.message(ex));
			}
		}

		// Waits for a change, and returns whether to go on.
		private boolean await(long millis) {
			try {
				if (this.signals.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
					this.signals.drainPermits();
				}
				return !isStopped();
			}
			catch (InterruptedException ex) {
				return false;
			}
		}

		private void outdated() {
			this.outdated = true;
			this.signals.release();
		}

		private void changed() {
			this.unrouted = true;
			this.signals.release();
		}

		private void tell() {
			boolean connected = isConnected();
			if (connected) {
				restored();
			}
			else if (this.wasConnected && !isStopped()) {
				lost("connection");
			}
			this.wasConnected = connected;
		}

		private ClusterTopology read() {
			List<RedisNode> known = new ArrayList<>(this.connecting.values());
			if (this.home != null) {
				known.add(0, this.home);
			}
			for (RedisNode node : known) {
				if (node.queue().isOpen()) {
					try {
						ClusterTopology answer = ClusterTopology
							.parse(ask(node, RedisClusterAsyncCommands::clusterNodes), node.host());
						if (answer.hasSlots()) {
							return answer;
						}
						logger.debug("{} no longer belongs to the Redis Cluster", LogFormat.value(node.toString()));
					}
					catch (RedisException ex) {
						logger.debug("{} does not describe the Redis Cluster: {}", LogFormat.value(node.toString()),
								LogFormat.message(ex));
					}
				}
			}
			RedisClusterClient seeds = Objects.requireNonNull(this.cluster);
			seeds.refreshPartitions();
			RedisURI any = seeds.getPartitions().iterator().next().getUri();
			// The driver knows the nodes that it has found without the settings for TLS.
			LettuceClientConfiguration configuration = configuration();
			this.settings = RedisURI.builder(any)
				.withSsl(configuration.isUseSsl())
				.withStartTls(configuration.isStartTls())
				.withVerifyPeer(configuration.getVerifyMode())
				.build();
			return ClusterTopology.of(seeds.getPartitions(), any.getHost());
		}

		private <T> T ask(RedisNode node,
				Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> question) {
			try {
				return node.queue().send(0, question).get(LONGEST_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (ExecutionException ex) {
				throw (ex.getCause() instanceof RedisException cause) ? cause : new RedisException(ex.getCause());
			}
			catch (TimeoutException ex) {
				throw new RedisException("A node of the Redis Cluster does not answer", ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new RedisException(ex);
			}
		}

		/**
		 * Open what is missing, and close what is no longer required.
		 */
		private void update() {
			boolean route = this.unrouted;
			this.unrouted = false;
			Map<String, ClusterTopology.Member> members = members();
			boolean changed = connect(members);
			RedisNode before = this.home;
			chooseHome(members);
			if (changed || !this.topology.equals(this.used) || this.home != before) {
				this.used = this.topology;
				this.inUse = new ClusterNodes.Nodes(this.home, List.copyOf(this.connecting.values()), owners());
				ifCurrent(this, () -> ClusterLink.this.nodes.use(this.inUse));
				route = true;
			}
			if (route) {
				subscriptions().routed();
			}
			if (before != null && before != this.home && ClusterLink.this.kind == Kind.CLASSIC) {
				before.unsubscribe();
			}
		}

		private boolean connect(Map<String, ClusterTopology.Member> members) {
			boolean changed = this.connecting.entrySet().removeIf((entry) -> {
				ClusterTopology.Member member = members.get(entry.getKey());
				if (member != null && entry.getValue().isAt(member.host(), member.port())) {
					return false;
				}
				entry.getValue().close();
				return true;
			});
			int before = this.connecting.size();
			members.forEach((id, member) -> this.connecting.computeIfAbsent(id, (key) -> node(member)));
			this.connecting.values().forEach(this::tend);
			return changed || this.connecting.size() > before;
		}

		private Map<String, ClusterTopology.Member> members() {
			Map<String, ClusterTopology.Member> members = new LinkedHashMap<>();
			for (ClusterTopology.Member member : this.topology.members()) {
				if (!member.failed() && (member.ownsSlots() || ClusterLink.this.kind == Kind.CLASSIC)) {
					members.put(member.id(), member);
				}
			}
			return (ClusterLink.this.kind == Kind.EMITTER) ? oneOf(members) : members;
		}

		private Map<String, ClusterTopology.Member> oneOf(Map<String, ClusterTopology.Member> masters) {
			List<ClusterTopology.Member> others = new ArrayList<>();
			for (ClusterTopology.Member master : masters.values()) {
				RedisNode node = this.connecting.get(master.id());
				if (node != null && node.failure() == null && !node.isLostFor(PATIENCE_NANOS)) {
					return Map.of(master.id(), master);
				}
				if (node == null && !master.suspected()) {
					others.add(master);
				}
			}
			if (others.isEmpty()) {
				others.addAll(masters.values());
			}
			if (others.isEmpty()) {
				return Map.of();
			}
			ClusterTopology.Member master = others.get(ThreadLocalRandom.current().nextInt(others.size()));
			return Map.of(master.id(), master);
		}

		private RedisNode node(ClusterTopology.Member member) {
			RedisURI uri = RedisURI.builder(Objects.requireNonNull(this.settings))
				.withHost(member.host())
				.withPort(member.port())
				.withClientName(ClusterLink.this.name)
				.build();
			return new RedisNode(uri, Objects.requireNonNull(this.client), subscriptions(), this::changed);
		}

		private void tend(RedisNode node) {
			boolean restored = node.publish();
			if (needsSubscription(node) && node.subscribe()) {
				restored = true;
				if (node.wasCut()) {
					countCut();
				}
			}
			if (restored) {
				countReconnect();
			}
		}

		private boolean needsSubscription(RedisNode node) {
			return switch (ClusterLink.this.kind) {
				case CLASSIC -> node == this.home || node == this.nextHome;
				case SHARDED -> true;
				case EMITTER -> false;
			};
		}

		private boolean isComplete() {
			return this.nextHome == null && this.home != null
					&& this.connecting.values().stream().allMatch(RedisNode::isOpen);
		}

		private void chooseHome(Map<String, ClusterTopology.Member> members) {
			RedisNode old = this.home;
			if (old != null && isMaster(old, members) && !old.isGone() && !old.isLostFor(PATIENCE_NANOS)) {
				chooseNext(null);
				return;
			}
			if (old != null && !this.connecting.containsValue(old)) {
				this.home = null;
			}
			if (this.nextHome == null || !isMaster(this.nextHome, members) || !this.nextHome.queue().isOpen()) {
				chooseNext(anyMaster(members));
			}
			RedisNode next = this.nextHome;
			if (next == null) {
				return;
			}
			if (needsSubscription(next)) {
				next.subscribe();
			}
			if (next.isOpen()) {
				this.home = next;
				this.nextHome = null;
				logger.debug("Ordinary channels are used at {}", LogFormat.value(next.toString()));
				if (this.opened) {
					countReconnect();
				}
			}
		}

		private void chooseNext(@Nullable RedisNode next) {
			RedisNode before = this.nextHome;
			this.nextHome = next;
			if (before != null && before != next && !needsSubscription(before)) {
				before.unsubscribe();
			}
		}

		private boolean isMaster(RedisNode node, Map<String, ClusterTopology.Member> members) {
			return members.entrySet()
				.stream()
				.anyMatch((entry) -> this.connecting.get(entry.getKey()) == node && entry.getValue().ownsSlots());
		}

		private @Nullable RedisNode anyMaster(Map<String, ClusterTopology.Member> members) {
			List<RedisNode> masters = new ArrayList<>();
			members.forEach((id, member) -> {
				RedisNode node = this.connecting.get(id);
				if (node != null && member.ownsSlots() && !member.suspected() && node.queue().isOpen()) {
					masters.add(node);
				}
			});
			return masters.isEmpty() ? null : masters.get(ThreadLocalRandom.current().nextInt(masters.size()));
		}

		private ClusterNodes.Owners owners() {
			if (ClusterLink.this.kind != Kind.SHARDED) {
				return ClusterNodes.Owners.NONE;
			}
			@Nullable RedisNode[] bySlot = new RedisNode[SlotHash.SLOT_COUNT];
			int owned = 0;
			for (ClusterTopology.Member member : this.topology.members()) {
				RedisNode node = this.connecting.get(member.id());
				if (node != null) {
					member.slots().stream().forEach((slot) -> bySlot[slot] = node);
					owned += member.slots().cardinality();
				}
			}
			return new ClusterNodes.Owners(bySlot, owned == SlotHash.SLOT_COUNT);
		}

		@Override
		void close() throws InterruptedException {
			if (ClusterLink.this.kind == Kind.EMITTER && this.home != null) {
				EmitterLink.awaitLastMessages(this.home.queue());
			}
			disconnect();
			if (this.client != null) {
				this.client.shutdown(0, LONGEST_SHUTDOWN_SECONDS, TimeUnit.SECONDS);
			}
		}

		private void disconnect() {
			// Another session may have begun, since the driver may be slow.
			if (ClusterLink.this.nodes.now() == this.inUse) {
				ClusterLink.this.nodes.use(ClusterNodes.Nodes.NONE);
			}
			this.connecting.values().forEach(RedisNode::close);
			this.connecting.clear();
			this.home = null;
		}

	}

}
