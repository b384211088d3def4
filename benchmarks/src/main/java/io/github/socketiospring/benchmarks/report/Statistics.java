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

package io.github.socketiospring.benchmarks.report;

import java.util.Arrays;

/**
 * The median and the range of numbers.
 *
 * @param median the median, for an even count the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 */
public record Statistics(double median, double min, double max) {

	/**
	 * Compute the statistics of numbers.
	 * @param values the numbers, at least one
	 * @return their statistics
	 */
	public static Statistics of(double... values) {
		if (values.length == 0) {
			throw new IllegalArgumentException("Nothing was measured");
		}
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		return new Statistics(median, sorted[0], sorted[sorted.length - 1]);
	}

}
