/**
 * The authority on who may do what through the API server.
 *
 * <p>A question names a subject, a verb, a resource and a place; the answer is a decision with the binding and the rule
 * it rests on. Everything that makes such questions hard lives here and nowhere else: implicit groups, aggregated
 * roles, the roles and bindings that every cluster is born with, wildcards, subresources, {@code resourceNames}, and
 * the checks that stop a subject from granting more than it holds ({@code escalate}, {@code bind}, coverage).
 *
 * <p>Rights that the API server checks within a single request must all belong to one identity, so they are merged here
 * before anybody else sees them. No other package compares a verb or a resource.
 *
 * <p>May see {@code model}.
 */
@NullMarked
package dev.postern.rbac;

import org.jspecify.annotations.NullMarked;
