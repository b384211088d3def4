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

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import org.json.JSONObject;

/**
 * Drives the Java client of Socket.IO 2.x. Its classes have the names of the current
 * client's, so it is compiled and run by itself; it reports one line for each step.
 */
public final class JavaClient1 {

	public static void main(String[] arguments) throws Exception {
		String url = arguments[0];
		String[] transports = arguments[1].split(",");
		Socket socket = connect(url, "/", transports);
		byte[] bytes = { 0, 1, 2, 3, -1 };

		BlockingQueue<Object[]> echoed = listen(socket, "echo-back");
		socket.emit("echo", "text", 1, bytes);
		Object[] values = take(echoed);
		report("echo", values[0], values[1], Arrays.toString((byte[]) values[2]));
		report("ack", ask(socket, "ack", "a", 2));

		BlockingQueue<Object[]> question = listen(socket, "question");
		socket.emit("ask", "what?");
		Object[] asked = take(question);
		((Ack) asked[asked.length - 1]).call(new JSONObject().put("answered", 1));
		report("question", asked[0]);

		Socket admin = connect(url, "/adm?token=t", transports);
		BlockingQueue<Object[]> auth = listen(admin, "auth");
		admin.emit("auth");
		report("auth", take(auth));

		ask(socket, "join", "lobby");
		BlockingQueue<Object[]> room = listen(socket, "room-msg");
		Socket other = connect(url, "/", transports);
		other.emit("room", "lobby", "hello");
		report("room", take(room));

		Socket denied = socket(url, "/deny", transports);
		BlockingQueue<Object[]> error = listen(denied, Socket.EVENT_ERROR);
		denied.connect();
		report("refused", take(error));

		BlockingQueue<Object[]> left = listen(other, Socket.EVENT_DISCONNECT);
		other.emit("bye");
		report("bye", take(left));
		System.exit(0);
	}

	private static Socket socket(String url, String namespace, String[] transports) throws Exception {
		IO.Options options = new IO.Options();
		options.forceNew = true;
		options.transports = transports;
		return IO.socket(URI.create(url + namespace), options);
	}

	private static Socket connect(String url, String namespace, String[] transports) throws Exception {
		Socket socket = socket(url, namespace, transports);
		BlockingQueue<Object[]> connected = listen(socket, Socket.EVENT_CONNECT);
		socket.connect();
		take(connected);
		return socket;
	}

	private static BlockingQueue<Object[]> listen(Socket socket, String event) {
		BlockingQueue<Object[]> queue = new LinkedBlockingQueue<>();
		socket.on(event, queue::add);
		return queue;
	}

	private static Object[] ask(Socket socket, String event, Object... values) throws InterruptedException {
		BlockingQueue<Object[]> answers = new LinkedBlockingQueue<>();
		List<Object> all = new ArrayList<>(Arrays.asList(values));
		all.add((Ack) answers::add);
		socket.emit(event, all.toArray());
		return take(answers);
	}

	private static Object[] take(BlockingQueue<Object[]> queue) throws InterruptedException {
		Object[] values = queue.poll(20, TimeUnit.SECONDS);
		if (values == null) {
			throw new IllegalStateException("Nothing came");
		}
		return values;
	}

	private static void report(String name, Object... values) {
		System.out.println(name + " " + Arrays.toString(values));
	}

}
