using System.Runtime.CompilerServices;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Async;

/// <summary>Tasks, their combinations, their failures and their ends.</summary>
internal static class AsyncChecks
{
    public static void Add(Area area)
    {
        AddTasks(area);
        AddFailures(area);
        AddStreams(area);
    }

    private static void AddTasks(Area area)
    {
        area.Check("1000 yields in a row", async () =>
        {
            int count = 0;
            for (int i = 0; i < 1000; i++)
            {
                await Task.Yield();
                count++;
            }

            return Values.Of(count);
        });
        area.Check("100 tasks at once, results in order", async () =>
        {
            int[] squares = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(() => number * number)));
            return Values.Of(squares[0], squares[99], squares.Sum());
        });
        area.Check("recursion of 500 awaits", async () => Values.Of(await Depth(500)));
        area.Check("completion source, completed once", async () =>
        {
            var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            var waiting = Task.Run(async () => await source.Task + 1);
            source.SetResult(41);
            return Values.Of(await waiting, source.TrySetResult(0), source.Task.Status, Thrown.By(source.SetCanceled));
        });
        area.Check("first of three, then the others", async () =>
        {
            var sources = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource<string>()).ToArray();
            var first = Task.WhenAny(sources.Select(source => source.Task));
            sources[1].SetResult("second");
            string winner = await await first;
            sources[0].SetResult("first");
            sources[2].SetResult("third");
            var each = new List<string>();
            await foreach (var task in Task.WhenEach(sources.Select(source => source.Task)))
                each.Add(await task);
            return Values.Of(winner, each.Order());
        });
        area.Check("continuations, for success and for failure", async () =>
        {
            var good = Task.FromResult(2).ContinueWith(task => task.Result * 10, TaskContinuationOptions.OnlyOnRanToCompletion);
            var bad = Task.FromException(new FormatException()).ContinueWith(task => task.Exception!.InnerException!.GetType().Name, TaskContinuationOptions.OnlyOnFaulted);
            return Values.Of(await good, await bad);
        });
        area.Check("value tasks, done and not done", async () =>
        {
            return Values.Of(await Answer(false), await Answer(true), new ValueTask<int>(7).IsCompletedSuccessfully);

            static async ValueTask<int> Answer(bool late)
            {
                if (late)
                    await Task.Yield();
                return 42;
            }
        });
        area.Check("own awaitable", async () => Values.Of(await new Countdown(3), await new Countdown(0)));
        area.Check("async local flows in, changes stay inside", async () =>
        {
            var local = new AsyncLocal<int> { Value = 1 };
            int inner = await Task.Run(async () =>
            {
                int before = local.Value;
                local.Value = 2;
                await Task.Yield();
                return before * 10 + local.Value;
            });
            int hidden = -1;
            var unrelated = new Thread(() => hidden = local.Value);
            unrelated.UnsafeStart();
            unrelated.Join();
            return Values.Of(inner, local.Value, hidden);
        });
        area.Check("a context of its own gets every continuation", () =>
        {
            var context = new OneThreadContext();
            return Values.Of(context.Run(async () =>
            {
                int thread = Environment.CurrentManagedThreadId;
                int back = 0;
                for (int i = 0; i < 10; i++)
                {
                    await Task.Run(() => { }); // may be over before it is awaited; a yield never is
                    await Task.Yield();
                    back += Environment.CurrentManagedThreadId == thread ? 1 : 0;
                }

                return back;
            }), context.Posts >= 10);
        });
        area.Check("lazy, made once by four threads", () =>
        {
            int made = 0;
            var lazy = new Lazy<int>(() => Interlocked.Increment(ref made));
            var seen = new int[4];
            Crew.Run(4, number => seen[number] = lazy.Value);
            return Values.Of(made, seen, lazy.IsValueCreated);
        });
    }

    private static void AddFailures(Area area)
    {
        area.Check("a failure passes through three awaits", async () =>
        {
            try
            {
                await Outer();
                return "nothing";
            }
            catch (InvalidDataException e)
            {
                return Values.Of(e.Message, e.StackTrace!.Contains(nameof(Inner), StringComparison.Ordinal), e.StackTrace.Contains(nameof(Outer), StringComparison.Ordinal));
            }

            static async Task Outer() => await Middle();
            static async Task Middle() => await Inner();
        });
        area.Check("three of four fail, all are known", async () =>
        {
            var all = Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(() => number == 2 ? number : throw new FormatException($"number {number}"))));
            string first = await Thrown.ByAsync(() => all);
            return Values.Of(first, all.Exception!.InnerExceptions.Select(inner => inner.Message).Order(), all.Status);
        });
        area.Check("waited for in vain, an aggregate", () =>
        {
            try
            {
                Task.Run(() => throw new TimeoutException("inside")).Wait();
                return "nothing";
            }
            catch (AggregateException e)
            {
                return Values.Of(e.InnerExceptions.Count, e.InnerException?.Message);
            }
        });
        area.Check("cancelled before, during, and not at all", async () =>
        {
            using var stop = new CancellationTokenSource();
            var during = Task.Run(async () => await Task.Delay(Timeout.Infinite, stop.Token));
            await stop.CancelAsync();
            string type = await Thrown.ByAsync(() => during);
            var before = Task.Run(() => 1, stop.Token);
            return Values.Of(type, during.Status, await Thrown.ByAsync(() => before), before.IsCanceled, await Task.Run(() => 1));
        });
        area.Check("cancellation, linked, registered, unregistered", () =>
        {
            using var first = new CancellationTokenSource();
            using var second = new CancellationTokenSource();
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(first.Token, second.Token);
            var calls = new List<string>();
            linked.Token.Register(() => calls.Add("one"));
            linked.Token.Register(() => calls.Add("two"));
            linked.Token.Register(() => calls.Add("never")).Unregister();
            second.Cancel();
            return Values.Of(linked.IsCancellationRequested, first.IsCancellationRequested, calls, Thrown.By(linked.Token.ThrowIfCancellationRequested));
        });
        area.Check("finally runs when an await fails, disposed asynchronously", async () =>
        {
            var heard = new List<string>();
            try
            {
                await using var resource = new Resource(heard);
                try
                {
                    await Task.Yield();
                    throw new FormatException();
                }
                finally
                {
                    await Task.Yield();
                    heard.Add("finally");
                }
            }
            catch (FormatException)
            {
                heard.Add("caught");
            }

            return Values.Of(heard);
        });
    }

    private static void AddStreams(Area area)
    {
        area.Check("asynchronous sequence, ended early by a token", async () =>
        {
            using var stop = new CancellationTokenSource();
            var seen = new List<int>();
            string type = await Thrown.ByAsync(async () =>
            {
                await foreach (int value in Forever().WithCancellation(stop.Token))
                {
                    seen.Add(value);
                    if (value == 3)
                        await stop.CancelAsync();
                }
            });
            return Values.Of(seen, type);
        });
        area.Check("for each in parallel, at most three at once", async () =>
        {
            int now = 0;
            int most = 0;
            long sum = 0;
            await Parallel.ForEachAsync(Enumerable.Range(1, 60), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (number, _) =>
            {
                int current = Interlocked.Increment(ref now);
                InterlockedMax(ref most, current);
                await Task.Yield();
                Interlocked.Add(ref sum, number);
                Interlocked.Decrement(ref now);
            });
            return Values.Of(sum, most <= 3, now);
        });
        area.Check("lock across awaits by a semaphore", async () =>
        {
            using var gate = new SemaphoreSlim(1);
            int inside = 0;
            int collisions = 0;
            int counter = 0;
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                for (int i = 0; i < 50; i++)
                {
                    await gate.WaitAsync();
                    if (Interlocked.Increment(ref inside) != 1)
                        Interlocked.Increment(ref collisions);
                    int read = counter;
                    await Task.Yield();
                    counter = read + 1;
                    Interlocked.Decrement(ref inside);
                    gate.Release();
                }
            })));
            return Values.Of(counter, collisions, gate.CurrentCount);
        });
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen = Volatile.Read(ref most);
        while (seen < value)
        {
            int before = Interlocked.CompareExchange(ref most, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    private static async Task<int> Depth(int depth)
    {
        if (depth == 0)
            return 0;
        await Task.Yield();
        return await Depth(depth - 1) + 1;
    }

    private static async Task Inner()
    {
        await Task.Yield();
        throw new InvalidDataException("from the innermost");
    }

    private static async IAsyncEnumerable<int> Forever([EnumeratorCancellation] CancellationToken stop = default)
    {
        for (int i = 1; ; i++)
        {
            stop.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return i;
        }
    }

    private sealed class Resource(List<string> heard) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            heard.Add("disposed");
        }
    }
}
