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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A self-signed certificate for {@code localhost} and its address.
 */
public final class TestCertificate {

	/** The password of all stores. */
	public static final String PASSWORD = "changeit";

	private TestCertificate() {
	}

	/**
	 * Create a certificate.
	 * @param directory where to keep it
	 * @return the properties that make a server use it
	 * @throws IOException if it cannot be written
	 */
	public static Map<String, String> create(Path directory) throws IOException {
		return Map.of("server.ssl.key-store", createStore(directory, "localhost").toUri().toString(),
				"server.ssl.key-store-password", PASSWORD, "server.ssl.key-store-type", "PKCS12");
	}

	/**
	 * Create a certificate, of a server or of a client.
	 * @param directory where to keep it
	 * @param name whose certificate it is
	 * @return the store that contains it with its key
	 * @throws IOException if it cannot be written
	 */
	public static Path createStore(Path directory, String name) throws IOException {
		Path store = directory.resolve(name + ".p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "SAN=dns:localhost,ip:127.0.0.1",
				"-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString())
			.redirectErrorStream(true)
			.start();
		try {
			// Its few lines fit into the pipe, so that it need not wait for a reader.
			assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).as("keytool ends").isTrue();
			String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(keytool.exitValue()).as("keytool's output: %s", output).isZero();
			return store;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			keytool.destroyForcibly();
		}
	}

	/**
	 * Write a certificate and its key as programs without Java read them.
	 * @param store the store that contains both
	 * @return the files next to the store
	 * @throws IOException if they cannot be written
	 */
	public static Pem writePem(Path store) throws IOException {
		try {
			KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
			String alias = keys.aliases().nextElement();
			return new Pem(
					write(store.resolveSibling("certificate.pem"), "CERTIFICATE",
							keys.getCertificate(alias).getEncoded()),
					write(store.resolveSibling("key.pem"), "PRIVATE KEY",
							keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Path write(Path file, String label, byte[] content) throws IOException {
		return Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label,
				Base64.getMimeEncoder().encodeToString(content), label));
	}

	/**
	 * The keys of a certificate that all servers of a test run share.
	 * @return the keys
	 */
	static KeyManagerFactory keys() {
		return Shared.KEYS;
	}

	/**
	 * A certificate and its key, in files.
	 *
	 * @param certificate the file of the certificate
	 * @param key the file of the key
	 */
	public record Pem(Path certificate, Path key) {

	}

	/**
	 * Created on demand.
	 */
	private static final class Shared {

		static final KeyManagerFactory KEYS = create();

		private static KeyManagerFactory create() {
			try {
				Path directory = Files.createTempDirectory("certificate");
				try {
					Path file = createStore(directory, "localhost");
					KeyStore store = KeyStore.getInstance("PKCS12");
					try (InputStream in = Files.newInputStream(file)) {
						store.load(in, PASSWORD.toCharArray());
					}
					KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
					keys.init(store, PASSWORD.toCharArray());
					return keys;
				}
				finally {
					FileSystemUtils.deleteRecursively(directory);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
