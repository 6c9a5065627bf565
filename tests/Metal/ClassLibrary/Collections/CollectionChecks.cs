using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Collections;

/// <summary>Lists, tables, sets and queues of one thread.</summary>
internal static class CollectionChecks
{
    public static void Add(Area area)
    {
        area.Check("list, count, sum of 1..1000, first, last", () =>
        {
            List<int> list = [.. Enumerable.Range(1, 1000)];
            return Values.Of(list.Count, list.Sum(), list[0], list[^1]);
        });
        area.Check("list, insert and remove", () =>
        {
            List<int> list = [1, 2, 3, 4];
            list.Insert(2, 99);
            list.RemoveAt(0);
            list.RemoveAll(value => value == 4);
            return Values.Of(list, list.IndexOf(99), list.Contains(4));
        });
        area.Check("list, capacity doubles", () =>
        {
            var list = new List<int>();
            var capacities = new List<int>();
            for (int i = 0; i < 20; i++)
            {
                list.Add(i);
                if (capacities.LastOrDefault() != list.Capacity)
                    capacities.Add(list.Capacity);
            }

            return Values.Of(capacities);
        });
        area.Check("list, sort, binary search, what is not there", () =>
        {
            List<string> list = ["pear", "apple", "fig", "lime"];
            list.Sort(StringComparer.Ordinal);
            return Values.Of(list, list.BinarySearch("fig", StringComparer.Ordinal), list.BinarySearch("kiwi", StringComparer.Ordinal));
        });
        area.Check("list, changed while enumerated", () => Thrown.By(() =>
        {
            List<int> list = [1, 2, 3];
            foreach (int value in list)
                list.Add(value);
        }));
        area.Check("list, index out of range", () => Thrown.By(() => _ = new List<int>()[0]));
        area.Check("dictionary, 1000 squares without the odd ones", () =>
        {
            var table = Enumerable.Range(0, 1000).ToDictionary(key => key, key => (long)key * key);
            for (int key = 1; key < 1000; key += 2)
                table.Remove(key);
            return Values.Of(table.Count, table.Values.Sum(), table.ContainsKey(998), table.ContainsKey(999));
        });
        area.Check("dictionary, missing key, same key twice", () =>
        {
            var table = new Dictionary<string, int> { ["one"] = 1 };
            return Values.Of(Thrown.By(() => _ = table["two"]), Thrown.By(() => table.Add("one", 2)), table.TryGetValue("two", out int two), two);
        });
        area.Check("dictionary, letters without case, looked up by a span", () =>
        {
            var table = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Alpha"] = 1, ["BETA"] = 2 };
            var spans = table.GetAlternateLookup<ReadOnlySpan<char>>();
            return Values.Of(table["ALPHA"], spans["xbetax".AsSpan(1, 4)], spans.ContainsKey("gamma"));
        });
        area.Check("dictionary, counted in place", () =>
        {
            var counts = new Dictionary<char, int>();
            foreach (char letter in "mississippi")
                CollectionsMarshal.GetValueRefOrAddDefault(counts, letter, out _)++;
            return Values.Of(counts.OrderBy(pair => pair.Key));
        });
        area.Check("hash set, union, intersection, difference, either", () =>
        {
            int[] other = [3, 4, 5, 6];
            return Values.Of(
                With(set => set.UnionWith(other)), With(set => set.IntersectWith(other)), With(set => set.ExceptWith(other)), With(set => set.SymmetricExceptWith(other)));

            static int[] With(Action<HashSet<int>> change)
            {
                HashSet<int> set = [1, 2, 3, 4];
                change(set);
                return [.. set.Order()];
            }
        });
        area.Check("sorted set, order, range, ends", () =>
        {
            SortedSet<int> set = [50, 10, 40, 20, 30, 20];
            return Values.Of(set, set.GetViewBetween(15, 40), set.Min, set.Max, set.Reverse());
        });
        area.Check("sorted dictionary and sorted list", () =>
        {
            var tree = new SortedDictionary<string, int>(StringComparer.Ordinal) { ["c"] = 3, ["a"] = 1, ["b"] = 2 };
            var list = new SortedList<int, string> { [30] = "thirty", [10] = "ten", [20] = "twenty" };
            return Values.Of(tree, list.Keys, list.Values, list.IndexOfKey(20));
        });
        area.Check("linked list, before, after, backwards", () =>
        {
            var list = new LinkedList<int>([1, 3]);
            list.AddBefore(list.Last!, 2);
            list.AddLast(4);
            list.Remove(1);
            var backwards = new List<int>();
            for (var node = list.Last; node is not null; node = node.Previous)
                backwards.Add(node.Value);
            return Values.Of(list, backwards);
        });
        area.Check("queue and stack", () =>
        {
            var queue = new Queue<int>([1, 2, 3]);
            var stack = new Stack<int>([1, 2, 3]);
            queue.Enqueue(4);
            return Values.Of(queue.Dequeue(), queue.Peek(), queue, stack.Pop(), stack.Peek(), stack, Thrown.By(() => new Stack<int>().Pop()));
        });
        area.Check("priority queue, least first", () =>
        {
            var queue = new PriorityQueue<string, int>([("five", 5), ("one", 1), ("three", 3)]);
            queue.Enqueue("two", 2);
            string least = queue.EnqueueDequeue("four", 4);
            var order = new List<string> { least };
            while (queue.TryDequeue(out string? next, out _))
                order.Add(next);
            return Values.Of(order);
        });
        area.Check("ordered dictionary keeps the order of insertion", () =>
        {
            var table = new OrderedDictionary<string, int> { ["z"] = 1, ["a"] = 2 };
            table.Insert(1, "m", 3);
            return Values.Of(table.Keys, table.IndexOf("a"), table.GetAt(0).Value);
        });
        area.Check("bits, and, or, exclusive or, set", () =>
        {
            var bits = new BitArray([true, true, false, false]);
            var other = new BitArray([true, false, true, false]);
            return Values.Of(new BitArray(bits).And(other), new BitArray(bits).Or(other), new BitArray(bits).Xor(other), new BitArray(bits).HasAnySet());
        });
        area.Check("immutable, the old one stays", () =>
        {
            var old = ImmutableList.Create(1, 2, 3);
            var table = ImmutableDictionary<string, int>.Empty.Add("a", 1).SetItem("a", 2);
            return Values.Of(old.Add(4), old, old.RemoveAt(0), table["a"], ImmutableSortedSet.Create(3, 1, 2), ImmutableArray.Create(1, 2).Insert(1, 9));
        });
        area.Check("frozen, found and not found", () =>
        {
            var set = Enumerable.Range(0, 100).Select(number => number * 7).ToFrozenSet();
            var table = new[] { "red", "green", "blue" }.ToFrozenDictionary(name => name, name => name.Length);
            return Values.Of(set.Contains(693), set.Contains(694), set.Count, table["green"], table.ContainsKey("black"));
        });
        area.Check("observable, what its listener heard", () =>
        {
            var heard = new List<string>();
            var list = new ObservableCollection<int> { 1 };
            list.CollectionChanged += (_, change) => heard.Add(change.Action.ToString());
            list.Add(2);
            list[0] = 7;
            list.Move(0, 1);
            list.RemoveAt(0);
            list.Clear();
            return Values.Of(heard);
        });
        area.Check("read only, refuses to change", () =>
        {
            IList<int> view = new List<int> { 1, 2 }.AsReadOnly();
            return Values.Of(view, view.IsReadOnly, Thrown.By(() => view.Add(3)));
        });
        area.Check("arrays, two dimensions, jagged, resized, reversed", () =>
        {
            int[,] grid = { { 1, 2, 3 }, { 4, 5, 6 } };
            int[][] jagged = [[1], [2, 3], [4, 5, 6]];
            int[] numbers = [1, 2, 3];
            Array.Resize(ref numbers, 5);
            Array.Reverse(numbers);
            return Values.Of(grid.Length, grid.GetLength(1), grid[1, 2], jagged.Sum(row => row.Length), numbers, Array.FindIndex(numbers, value => value == 2));
        });
        area.Check("arrays, a store of the wrong type", () =>
        {
            object[] objects = new string[1];
            return Values.Of(Thrown.By(() => objects[0] = new object()), Thrown.By(() => objects[0] = "right"), objects[0]);
        });
        area.Check("arrays, 20000 numbers sorted", () =>
        {
            uint state = 12345;
            int[] numbers = new int[20_000];
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = (int)((state = state * 1664525 + 1013904223) >> 8);
            long sum = numbers.Sum(number => (long)number);
            Array.Sort(numbers);
            bool ordered = numbers.Zip(numbers.Skip(1)).All(pair => pair.First <= pair.Second);
            return Values.Of(ordered, numbers.Sum(number => (long)number) == sum, numbers[0] >= 0);
        });
        area.Check("iterator, its finally runs when the loop ends early", () =>
        {
            var heard = new List<string>();
            foreach (int value in Numbers())
            {
                heard.Add(value.ToString());
                if (value == 2)
                    break;
            }

            return Values.Of(heard);

            IEnumerable<int> Numbers()
            {
                try
                {
                    for (int i = 1; ; i++)
                        yield return i;
                }
                finally
                {
                    heard.Add("finally");
                }
            }
        });
    }
}
