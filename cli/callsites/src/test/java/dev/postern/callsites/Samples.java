package dev.postern.callsites;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lambdas, method references and records of all sorts, and what comes of them. */
final class Samples implements Supplier<List<String>> {
    record Nothing() {}

    record Primitives(boolean b, char c, byte y, short s, int i, long l, float f, double d) {}

    record Text(String text, Optional<Integer> number, int[] array) {}

    record Generic<T extends Comparable<T>>(T value, Nothing nothing) {}

    interface Marker {}

    interface Copy<T> {
        T of(T value);
    }

    interface TextCopy extends Copy<String> {
        @Override
        String of(String value);
    }

    interface Shape {
        private String hidden(String prefix) {
            return prefix + name();
        }

        String name();

        default Function<String, String> named() {
            return this::hidden;
        }
    }

    private final List<String> results = new ArrayList<>();
    private final int base = 7;

    private int plusBase(int number) {
        return number + base;
    }

    private static long twice(int number) {
        return 2L * number;
    }

    private void note(Object result) {
        results.add(String.valueOf(result));
    }

    @Override
    public List<String> get() {
        lambdas();
        references();
        adapted();
        records();
        return results;
    }

    private void lambdas() {
        long captured = 1L << 40;
        double half = 0.5;
        Supplier<Supplier<String>> nested = () -> () -> captured + "/" + half + "/" + base;
        note(nested.get().get());
        Runnable nothing = () -> note("ran");
        nothing.run();
        Predicate<String> marked = (Predicate<String> & Marker) String::isEmpty;
        note(marked.test("") && marked instanceof Marker);
        TextCopy copy = text -> text + text;
        note(((Copy<String>) copy).of("ab") + copy.of("c"));
        Shape shape = () -> "circle";
        note(shape.named().apply("a "));
        note(Stream.of("b", "a", "c")
                .sorted(Comparator.comparing((String text) -> text).reversed())
                .toList());
        Comparator<String> kept = (Comparator<String> & java.io.Serializable) (a, b) -> b.compareTo(a);
        note(Stream.of("b", "a", "c").sorted(kept).toList());
    }

    private void references() {
        note(IntStream.range(0, 4).map(this::plusBase).boxed().collect(Collectors.toList()));
        Function<String, StringBuilder> made = StringBuilder::new;
        note(made.apply("x").append(1));
        IntFunction<int[]> array = int[]::new;
        note(array.apply(3).length);
        Supplier<int[]> cloned = new int[] {1, 2}::clone;
        note(Arrays.toString(cloned.get()));
        BiFunction<String, String, Boolean> equal = String::equals;
        note(equal.apply("a", "a"));
        Function<List<String>, Integer> size = List::size;
        note(size.apply(List.of("a", "b")));
        Consumer<String> added = results::add;
        added.accept("added");
        AtomicLong counter = new AtomicLong();
        Runnable counted = counter::incrementAndGet;
        counted.run();
        note(counter.get());
        Supplier<String> inherited = super::toString;
        note(inherited.get().isEmpty());
    }

    private void adapted() {
        ToLongFunction<Integer> unboxed = Samples::twice;
        note(unboxed.applyAsLong(21));
        Function<Integer, Long> boxed = Samples::twice;
        note(boxed.apply(4));
        IntBinaryOperator sum = Integer::sum;
        note(sum.applyAsInt(1, 2));
        BiFunction<Integer, Integer, Integer> boxedSum = Integer::sum;
        note(boxedSum.apply(3, 4));
        Integer five = 5;
        LongSupplier widened = five::intValue;
        note(widened.getAsLong());
        DoubleSupplier toDouble = () -> 3;
        note(toDouble.getAsDouble());
        Supplier<Integer> integer = () -> 8;
        LongSupplier fromBox = integer::get;
        note(fromBox.getAsLong());
        DoubleSupplier fromLong = () -> 5L;
        note(fromLong.getAsDouble());
        Function<Character, Object> letter = Character::toUpperCase;
        note(letter.apply('q'));
        Predicate<Boolean> same = Boolean::booleanValue;
        note(same.test(true));
    }

    private void records() {
        int[] array = {1};
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            all.add(new Nothing());
            all.add(new Primitives(true, 'c', (byte) -1, (short) -2, 3, 1L << 33, 0.0f, Double.NaN));
            all.add(new Primitives(false, 'c', (byte) -1, (short) -2, 3, 1L << 33, 0.0f, Double.NaN));
            all.add(new Primitives(true, 'd', (byte) -1, (short) -2, 3, 1L << 33, 0.0f, Double.NaN));
            all.add(new Primitives(true, 'c', (byte) 1, (short) -2, 3, 1L << 33, 0.0f, Double.NaN));
            all.add(new Primitives(true, 'c', (byte) -1, (short) 2, 3, 1L << 33, 0.0f, Double.NaN));
            all.add(new Primitives(true, 'c', (byte) -1, (short) -2, 4, 1L << 33, 0.0f, Double.NaN));
            all.add(new Primitives(true, 'c', (byte) -1, (short) -2, 3, 1L << 34, 0.0f, Double.NaN));
            all.add(new Primitives(true, 'c', (byte) -1, (short) -2, 3, 1L << 33, -0.0f, Double.NaN));
            all.add(new Primitives(true, 'c', (byte) -1, (short) -2, 3, 1L << 33, 0.0f, 1));
            all.add(new Text("a", Optional.of(1), new int[0]));
            all.add(new Text(null, Optional.empty(), null));
            all.add(new Text("a", Optional.of(300), null));
            all.add(new Generic<>("a", new Nothing()));
            all.add(new Generic<>(1, null));
            all.add("none");
            all.add(null);
        }
        // An array hashes by its identity, which no two runs share: only whether it is equal can be told.
        Text shared = new Text("a", Optional.empty(), array);
        note(shared.equals(new Text("a", Optional.empty(), array)));
        for (Object one : all) {
            if (one != null) {
                note(one instanceof Text text && text.array() != null ? "" : one.hashCode());
                note(all.stream().map(other -> one.equals(other)).toList());
            }
        }
    }
}
