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

package io.github.socketiospring.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import org.jspecify.annotations.Nullable;

/**
 * Finds calls of loggers in source code, and the arguments that a client could supply:
 * all except those that have passed a formatter or have a type whose text clients cannot
 * influence. A variable that is assigned the result of a formatter in the same method
 * counts as formatted.
 */
final class LoggerCalls extends TreePathScanner<Void, Void> {

	/** Methods that return text for one line of a log. */
	private static final Set<String> FORMATTERS = Set.of("LogFormat.value", "LogFormat.message", "ErrorLine.of",
			"ShownId.of", "Ids.abbreviate");

	/**
	 * Types whose text clients cannot influence; a session shows only the beginning of
	 * its id.
	 */
	private static final List<String> SAFE_TYPES = List.of("java.lang.Number", "java.lang.Boolean", "java.lang.Enum",
			"java.lang.Class", "java.lang.Throwable", "io.github.socketiospring.engineio.EngineSession");

	private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

	/** Caches the class path. */
	private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

	private final Trees trees;

	private final Types types;

	private final List<TypeMirror> safeTypes;

	private final List<String> offences = new ArrayList<>();

	private int count;

	private LoggerCalls(JavacTask task) {
		this.trees = Trees.instance(task);
		this.types = task.getTypes();
		this.safeTypes = SAFE_TYPES.stream()
			.map((name) -> this.types.erasure(task.getElements().getTypeElement(name).asType()))
			.toList();
	}

	/**
	 * Read source files.
	 * @param files the files; what they refer to is on the class path
	 * @return what was found in them
	 */
	static LoggerCalls in(Collection<Path> files) {
		return in(FILES.getJavaFileObjectsFromPaths(files));
	}

	/**
	 * Read source code.
	 * @param files the source; what it refers to is on the class path
	 * @return what was found in it
	 */
	static LoggerCalls in(Iterable<? extends JavaFileObject> files) {
		List<String> options = List.of("-proc:none", "-implicit:none", "-classpath",
				System.getProperty("java.class.path"));
		JavacTask task = (JavacTask) COMPILER.getTask(null, FILES, (diagnostic) -> {
		}, options, null, files);
		try {
			Iterable<? extends CompilationUnitTree> units = task.parse();
			task.analyze();
			LoggerCalls calls = new LoggerCalls(task);
			units.forEach((unit) -> calls.scan(unit, null));
			return calls;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The number of calls.
	 * @return their number
	 */
	int count() {
		return this.count;
	}

	/**
	 * Arguments that a client could supply.
	 * @return each with its file and line
	 */
	List<String> offences() {
		return List.copyOf(this.offences);
	}

	@Override
	public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
		if (call.getMethodSelect() instanceof MemberSelectTree method && isLogger(method.getExpression())
				&& !call.getArguments().isEmpty()) {
			this.count++;
			if (!isConstant(call.getArguments().get(0))) {
				report(call.getArguments().get(0));
			}
			call.getArguments().stream().skip(1).filter((argument) -> !isSafe(argument)).forEach(this::report);
		}
		return super.visitMethodInvocation(call, nothing);
	}

	private boolean isLogger(ExpressionTree receiver) {
		return isOfType(receiver, "org.slf4j.Logger") || isOfType(receiver, "org.slf4j.spi.LoggingEventBuilder");
	}

	private static boolean isConstant(Tree tree) {
		if (tree instanceof BinaryTree sum) {
			return isConstant(sum.getLeftOperand()) && isConstant(sum.getRightOperand());
		}
		return tree instanceof LiteralTree;
	}

	private boolean isSafe(ExpressionTree argument) {
		return isConstant(argument) || hasSafeType(argument) || isFormatted(argument)
				|| argument instanceof IdentifierTree name && isNameOfSomethingFormatted(name);
	}

	private boolean hasSafeType(Tree tree) {
		TypeMirror type = typeOf(tree);
		return type != null && (type.getKind().isPrimitive() || type instanceof DeclaredType
				&& this.safeTypes.stream().anyMatch((safe) -> this.types.isAssignable(this.types.erasure(type), safe)));
	}

	/**
	 * Whether a tree is a call of a formatter, or asks a class for its name.
	 * @param tree the tree
	 * @return whether it is
	 */
	private boolean isFormatted(@Nullable Tree tree) {
		return tree instanceof MethodInvocationTree call && (FORMATTERS.contains(call.getMethodSelect().toString())
				|| call.getMethodSelect() instanceof MemberSelectTree method && isClass(method.getExpression()));
	}

	private boolean isClass(ExpressionTree receiver) {
		return isOfType(receiver, "java.lang.Class");
	}

	private boolean isNameOfSomethingFormatted(IdentifierTree name) {
		TreePath path = getCurrentPath();
		while (path != null && !(path.getLeaf() instanceof MethodTree)) {
			path = path.getParentPath();
		}
		return path != null && Boolean.TRUE.equals(new TreeScanner<Boolean, Void>() {

			@Override
			public @Nullable Boolean visitVariable(VariableTree variable, @Nullable Void nothing) {
				return variable.getName().equals(name.getName()) && isFormatted(variable.getInitializer());
			}

			@Override
			public Boolean reduce(@Nullable Boolean one, @Nullable Boolean other) {
				return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
			}

		}.scan(path.getLeaf(), null));
	}

	private boolean isOfType(Tree tree, String name) {
		return typeOf(tree) instanceof DeclaredType type && type.asElement() instanceof TypeElement element
				&& element.getQualifiedName().contentEquals(name);
	}

	private @Nullable TypeMirror typeOf(Tree tree) {
		return this.trees.getTypeMirror(new TreePath(getCurrentPath(), tree));
	}

	private void report(ExpressionTree argument) {
		CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
		long line = unit.getLineMap().getLineNumber(this.trees.getSourcePositions().getStartPosition(unit, argument));
		String file = unit.getSourceFile().getName();
		this.offences.add(file.substring(file.lastIndexOf('/') + 1) + ":" + line + " " + argument);
	}

}
