using System.Globalization;
using System.Linq.Expressions;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Linq;

/// <summary>Queries over sequences, in parallel, asynchronous, and as expressions.</summary>
internal static class LinqChecks
{
    private static readonly string[] Words = ["pear", "fig", "apple", "kiwi", "date", "plum"];
    private static readonly int[] Numbers = [5, 3, 8, 1, 9, 2];

    public static void Add(Area area)
    {
        AddSequences(area);
        AddSets(area);
        AddParallel(area);
    }

    private static void AddSequences(Area area)
    {
        area.Check("where, select, order", () => Values.Of(Words.Where(word => word.Length == 4).Select(word => word.ToUpperInvariant()).Order(StringComparer.Ordinal)));
        area.Check("order by length, then by letter, backwards", () => Values.Of(Words.OrderBy(word => word.Length).ThenByDescending(word => word, StringComparer.Ordinal), Numbers.OrderDescending(), Words.Reverse().First()));
        area.Check("order keeps equals in place", () => Values.Of(Enumerable.Range(0, 20).OrderBy(number => number % 3)));
        area.Check("groups, with their sums", () => Values.Of(Words.GroupBy(word => word.Length, (length, group) => $"{length}:{string.Join('+', group)}"), Words.CountBy(word => word[0]).OrderBy(pair => pair.Key), Numbers.AggregateBy(number => number % 2, 0, (sum, number) => sum + number)));
        area.Check("joins, inner, left, grouped", () =>
        {
            (int Id, string Name)[] people = [(1, "Ann"), (2, "Bob"), (3, "Cy")];
            (int Owner, string Pet)[] pets = [(1, "cat"), (3, "dog"), (1, "fish")];
            return Values.Of(
                people.Join(pets, person => person.Id, pet => pet.Owner, (person, pet) => person.Name + pet.Pet),
                people.LeftJoin(pets, person => person.Id, pet => pet.Owner, (person, pet) => person.Name + (pet.Pet ?? "-")),
                people.GroupJoin(pets, person => person.Id, pet => pet.Owner, (person, own) => person.Name + own.Count()));
        });
        area.Check("query syntax with let and two sources", () => Values.Of(
            from a in Enumerable.Range(1, 20) from b in Enumerable.Range(a, 21 - a) let c = Math.Sqrt(a * a + b * b) where c == Math.Floor(c) && c <= 20 select $"{a}-{b}-{c.ToString(CultureInfo.InvariantCulture)}"));
        area.Check("sums, averages, least, most", () => Values.Of(Numbers.Sum(), Numbers.Average(), Numbers.Min(), Words.MaxBy(word => word.Length), Numbers.Aggregate(1L, (product, number) => product * number), Numbers.Select(number => (decimal)number / 10).Sum()));
        area.Check("taken, skipped, by ranges, in chunks", () => Values.Of(Numbers.Take(2), Numbers.Skip(4), Numbers.Take(^2..), Numbers.TakeWhile(number => number > 2), Numbers.SkipWhile(number => number > 2), Numbers.Chunk(4).Select(chunk => chunk.Length)));
        area.Check("one, none, too many", () => Values.Of(
            Words.First(), Words.Last(), Words.ElementAt(^2), Words.SingleOrDefault(word => word.StartsWith('k')), Thrown.By(() => Words.Single()), Thrown.By(() => Words.First(word => word == "x")), Words.FirstOrDefault(word => word == "x", "none")));
        area.Check("flattened, zipped, indexed, windows", () => Values.Of(
            Words.Take(2).SelectMany(word => word), Numbers.Zip(Words, (number, word) => number + word[..1]), Words.Index().Where(pair => pair.Index % 2 == 0).Select(pair => pair.Item), Numbers.Zip(Numbers.Skip(1), (a, b) => b - a)));
        area.Check("any, all, contains, equal", () => Values.Of(Numbers.Any(number => number > 8), Numbers.All(number => number > 1), Words.Contains("FIG", StringComparer.OrdinalIgnoreCase), Numbers.SequenceEqual([5, 3, 8, 1, 9, 2]), Enumerable.Empty<int>().Any(), Words.Any()));
        area.Check("run late, and once for each walk", () =>
        {
            int calls = 0;
            var query = Numbers.Select(number => number + ++calls * 0);
            int before = calls;
            _ = query.First();
            int one = calls;
            _ = query.ToList();
            return Values.Of(before, one, calls);
        });
        area.Check("kinds and casts", () => Values.Of(new object[] { 1, "a", 2.0, 3 }.OfType<int>(), Thrown.By(() => _ = new object[] { "a" }.Cast<int>().ToList()), Numbers.ToLookup(number => number > 4)[true], Words.ToHashSet().Count));
    }

    private static void AddSets(Area area)
    {
        area.Check("distinct, union, intersection, difference", () => Values.Of(
            new[] { 1, 2, 2, 3, 1 }.Distinct(), Numbers.Union([1, 100]), Numbers.Intersect([9, 1, 7]), Numbers.Except([5, 3]), Words.DistinctBy(word => word.Length), Words.ExceptBy([4], word => word.Length)));
        area.Check("appended, repeated, default, endless", () => Values.Of(Numbers.Append(7).Prepend(0), Enumerable.Repeat('x', 3), Enumerable.Empty<int>().DefaultIfEmpty(-1), Enumerable.InfiniteSequence(10, 5).Take(3), Enumerable.Sequence(0, 10, 4)));
        area.Check("100000 numbers through eight steps", () => Values.Of(
            Enumerable.Range(0, 100_000).Where(n => n % 2 == 0).Select(n => n * 3L).Skip(10).Where(n => n % 5 != 0).Select(n => n / 3).Concat([1, 2, 3]).Distinct().OrderDescending().Take(5)));
        area.Check("expressions compiled to run interpreted", () =>
        {
            Expression<Func<int, int>> square = x => x * x + 1;
            var body = (BinaryExpression)square.Body;
            return Values.Of(square.ToString(), body.NodeType, square.Compile(preferInterpretation: true)(7));
        });
    }

    private static void AddParallel(Area area)
    {
        area.Check("in parallel, primes below 20000", () => Values.Of(Enumerable.Range(2, 19_998).AsParallel().Count(IsPrime), Enumerable.Range(2, 19_998).AsParallel().Where(IsPrime).Sum(prime => (long)prime)));
        area.Check("in parallel, in order", () => Values.Of(Enumerable.Range(0, 10_000).AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(number => number * 2).AsEnumerable().SequenceEqual(Enumerable.Range(0, 10_000).Select(number => number * 2))));
        area.Check("in parallel, one of them throws", () =>
        {
            try
            {
                Enumerable.Range(0, 100).AsParallel().ForAll(number => _ = number == 50 ? throw new FormatException() : 0);
                return "nothing";
            }
            catch (AggregateException e)
            {
                return Values.Of(e.Flatten().InnerExceptions.Select(inner => inner.GetType().Name).Distinct());
            }
        });
        area.Check("in parallel, stopped from outside", () =>
        {
            using var stop = new CancellationTokenSource();
            return Thrown.By(() => Enumerable.Range(0, int.MaxValue).AsParallel().WithCancellation(stop.Token).ForAll(number =>
            {
                if (number % 1000 == 7)
                    stop.Cancel();
            }));
        });
        area.Check("asynchronous sequence", async () =>
        {
            var items = await Count(10).Where(number => number % 3 != 0).Select(number => number * number).ToListAsync();
            return Values.Of(items, await Count(5).SumAsync(), await Count(4).AnyAsync(number => number == 4));
        });
    }

    private static bool IsPrime(int number)
    {
        for (int divisor = 2; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
                return false;
        }

        return true;
    }

    private static async IAsyncEnumerable<int> Count(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }
}
