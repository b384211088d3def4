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

package io.github.socketiospring.security;

import java.util.Locale;
import java.util.function.Supplier;

import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.expression.MapAccessor;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ExpressionInvocationTargetException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ExpressionAuthorizationDecision;
import org.springframework.security.core.Authentication;

/**
 * Decides by an expression such as {@code hasRole('ADMIN') or arguments[0].author ==
 * authentication.name}.
 */
final class ExpressionAuthorization implements AuthorizationManager<SocketAuthorizationContext> {

	private static final Logger logger = LoggerFactory.getLogger(ExpressionAuthorization.class);

	private final Expression expression;

	private final AuthorizationManagerFactory<Object> managers;

	private final @Nullable BeanResolver beans;

	/**
	 * Parse an expression.
	 * @param expression an expression of the Spring Expression Language
	 * @param managers the managers behind the functions of Spring Security
	 * @param beans finds beans that the expression names, {@code null} for none
	 */
	ExpressionAuthorization(String expression, AuthorizationManagerFactory<Object> managers,
			@Nullable BeanResolver beans) {
		this.expression = new SpelExpressionParser().parseExpression(expression);
		this.managers = managers;
		this.beans = beans;
	}

	/**
	 * Whether the expression reads arguments, or may read them.
	 * @return {@code false} if it certainly does not
	 */
	boolean readsArguments() {
		String text = this.expression.getExpressionString().toLowerCase(Locale.ROOT);
		return text.contains("arguments") || text.contains("#root") || text.contains("#this");
	}

	@Override
	public AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> authentication,
			SocketAuthorizationContext context) {
		StandardEvaluationContext evaluation = new StandardEvaluationContext(
				new SocketExpressionRoot(authentication, context, this.managers));
		evaluation.addPropertyAccessor(new MapAccessor());
		context.variables().forEach(evaluation::setVariable);
		if (this.beans != null) {
			evaluation.setBeanResolver(this.beans);
		}
		return new ExpressionAuthorizationDecision(evaluate(evaluation), this.expression);
	}

	private boolean evaluate(StandardEvaluationContext evaluation) {
		try {
			return Boolean.TRUE.equals(this.expression.getValue(evaluation, Boolean.class));
		}
		catch (ExpressionInvocationTargetException ex) {
			throw ex;
		}
		catch (EvaluationException ex) {
			// Clients choose the arguments: if the expression cannot examine them, it
			// denies.
			logger.debug("The rule '{}' could not be evaluated: {}",
					LogFormat.value(this.expression.getExpressionString()), LogFormat.message(ex.getMessage()));
			return false;
		}
	}

}
