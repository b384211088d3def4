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

package io.github.socketiospring.adapter.cluster;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Handles the frames of one channel, one after the other in the order of arrival, not on
 * the thread that reads from the broker. When too many bytes wait, broadcasts are
 * dropped. Requests and answers are not, since a node waits for them, unless far more
 * bytes wait. Answers that arrive while this node waits for none are not handled.
 */
final class Lane implements Consumer<ClusterFrame> {

	/** The bytes that a waiting frame takes in addition to its size. */
	static final int OVERHEAD = 96;

	/** How many times the limit of broadcasts also requests and answers may fill. */
	static final int HARD_LIMIT = 4;

	/** The number of frames to handle before other lanes get their turn. */
	private static final int TURN = 64;

	private final ClusterContext context;

	private final Consumer<ClusterFrame> handler;

	private final Queue<ClusterFrame> frames = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	private volatile boolean closed;

	/**
	 * Create a lane.
	 * @param context provides the threads, the limits and the counters
	 * @param handler handles each frame; must not throw
	 */
	Lane(ClusterContext context, Consumer<ClusterFrame> handler) {
		this.context = context;
		this.handler = handler;
	}

	@Override
	public void accept(ClusterFrame frame) {
		if (this.waiting.get() == 0 && !frame.isNeeded()) {
			return;
		}
		this.context.counters().increment(ClusterCounter.RECEIVED);
		long size = frame.size() + OVERHEAD;
		if (this.closed || (frame.isAnswer() && this.context.requests().isEmpty())) {
			this.context.counters().increment(ClusterCounter.IGNORED);
			return;
		}
		if (isFull(this.bytes.get() + size, frame)) {
			this.context.counters().increment(ClusterCounter.DROPPED);
			return;
		}
		charge(size);
		this.frames.add(frame);
		if (this.waiting.getAndIncrement() == 0) {
			this.context.lanes().schedule(this::run);
		}
	}

	private boolean isFull(long waiting, ClusterFrame frame) {
		long limit = this.context.options().laneBytes();
		return waiting > limit && (waiting / HARD_LIMIT > limit || frame.isDroppable());
	}

	private void run() {
		int turn = Math.min(this.waiting.get(), TURN);
		for (int i = 0; i < turn; i++) {
			ClusterFrame frame = this.frames.remove();
			try {
				if (!this.closed && frame.isNeeded()) {
					this.handler.accept(frame);
				}
			}
			finally {
				charge(-(frame.size() + OVERHEAD));
			}
		}
		if (this.waiting.addAndGet(-turn) > 0) {
			this.context.lanes().schedule(this::run);
		}
	}

	private void charge(long change) {
		this.bytes.addAndGet(change);
		this.context.waiting().charge(change);
	}

	/**
	 * Ignore all further frames.
	 */
	void close() {
		this.closed = true;
	}

}
