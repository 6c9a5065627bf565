using System.Collections.Concurrent;
using System.Collections.Immutable;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Collections;

/// <summary>Collections that four threads use at once; nothing may be lost or doubled.</summary>
internal static class ConcurrentCollectionChecks
{
    private const int Threads = 4;
    private const int Items = 2000;

    public static void Add(Area area)
    {
        area.Check("concurrent dictionary, four threads count 2000 times each", () =>
        {
            var counts = new ConcurrentDictionary<int, int>();
            Crew.Run(Threads, _ =>
            {
                for (int i = 0; i < Items; i++)
                    counts.AddOrUpdate(i % 10, 1, (_, count) => count + 1);
            });
            return Values.Of(counts.Count, counts.Values.Distinct(), counts.Values.Sum());
        });
        area.Check("concurrent dictionary, one of four adds each key", () =>
        {
            var table = new ConcurrentDictionary<int, int>();
            int added = 0;
            Crew.Run(Threads, number =>
            {
                for (int i = 0; i < Items; i++)
                {
                    if (table.TryAdd(i, number))
                        Interlocked.Increment(ref added);
                }
            });
            return Values.Of(added, table.Count, table.Keys.Sum());
        });
        area.Check("concurrent queue, in order for each of four producers", () =>
        {
            var queue = new ConcurrentQueue<(int Producer, int Number)>();
            Crew.Run(Threads, number =>
            {
                for (int i = 0; i < Items; i++)
                    queue.Enqueue((number, i));
            });
            var byProducer = queue.GroupBy(item => item.Producer).OrderBy(group => group.Key).ToList();
            bool inOrder = byProducer.All(group => group.Select(item => item.Number).SequenceEqual(Enumerable.Range(0, Items)));
            return Values.Of(queue.Count, byProducer.Count, inOrder);
        });
        area.Check("concurrent stack and bag, taken once each", () =>
        {
            var stack = new ConcurrentStack<int>(Enumerable.Range(0, Items));
            var bag = new ConcurrentBag<int>(Enumerable.Range(0, Items));
            long fromStack = 0;
            long fromBag = 0;
            Crew.Run(Threads, _ =>
            {
                while (stack.TryPop(out int value))
                    Interlocked.Add(ref fromStack, value);
                while (bag.TryTake(out int value))
                    Interlocked.Add(ref fromBag, value);
            });
            return Values.Of(fromStack, fromBag, stack.IsEmpty, bag.IsEmpty);
        });
        area.Check("blocking collection of 4 places, three producers, two consumers", () =>
        {
            using var places = new BlockingCollection<int>(boundedCapacity: 4);
            int producers = 3;
            long sum = 0;
            int count = 0;
            Crew.Run(5, number =>
            {
                if (number < 3)
                {
                    for (int i = 1; i <= 500; i++)
                        places.Add(i);
                    if (Interlocked.Decrement(ref producers) == 0)
                        places.CompleteAdding();
                    return;
                }

                foreach (int value in places.GetConsumingEnumerable())
                {
                    Interlocked.Add(ref sum, value);
                    Interlocked.Increment(ref count);
                }
            });
            return Values.Of(count, sum, places.IsCompleted, Thrown.By(() => places.Add(1)));
        });
        area.Check("immutable list updated by four threads", () =>
        {
            var list = ImmutableList<int>.Empty;
            Crew.Run(Threads, number =>
            {
                for (int i = 0; i < 200; i++)
                    ImmutableInterlocked.Update(ref list, (old, value) => old.Add(value), number * 200 + i);
            });
            return Values.Of(list.Count, list.Distinct().Count(), list.Sum());
        });
    }
}
