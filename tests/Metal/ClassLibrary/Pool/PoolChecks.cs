using System.Collections.Concurrent;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Pool;

/// <summary>The thread pool and what is built on it.</summary>
internal static class PoolChecks
{
    public static void Add(Area area)
    {
        AddItems(area);
        AddParallel(area);
        AddSchedulers(area);
    }

    private static void AddItems(Area area)
    {
        area.Check("10000 items, each done once", () =>
        {
            using var all = new CountdownEvent(10_000);
            long sum = 0;
            for (int i = 0; i < 10_000; i++)
            {
                ThreadPool.QueueUserWorkItem(number =>
                {
                    Interlocked.Add(ref sum, number);
                    all.Signal();
                }, i, preferLocal: i % 2 == 0);
            }

            all.Wait();
            return Values.Of(sum);
        });
        area.Check("items that queue further items, 1023 in a tree", () =>
        {
            using var all = new CountdownEvent(1023);
            Grow(1);
            all.Wait();
            return Values.Of(all.CurrentCount);

            void Grow(int node)
            {
                ThreadPool.UnsafeQueueUserWorkItem(_ =>
                {
                    if (node * 2 < 1024)
                    {
                        Grow(node * 2);
                        Grow(node * 2 + 1);
                    }

                    all.Signal();
                }, null);
            }
        });
        area.Check("threads of the pool are background threads of the pool", () =>
        {
            var (pool, background, name) = Task.Run(() => (Thread.CurrentThread.IsThreadPoolThread, Thread.CurrentThread.IsBackground, Thread.CurrentThread.Name)).Result;
            return Values.Of(pool, background, name);
        });
        area.Check("five items that wait for each other get five threads", () =>
        {
            using var meet = new Barrier(5);
            var tasks = Enumerable.Range(0, 5).Select(_ => Task.Run(() => meet.SignalAndWait(TimeSpan.FromSeconds(50)))).ToArray();
            Task.WaitAll(tasks);
            return Values.Of(tasks.Count(task => task.Result));
        });
        area.Check("limits, set and refused", () =>
        {
            ThreadPool.GetMinThreads(out int workers, out int ports);
            bool more = ThreadPool.SetMinThreads(8, ports);
            ThreadPool.GetMinThreads(out int eight, out _);
            bool none = ThreadPool.SetMaxThreads(0, 0);
            bool back = ThreadPool.SetMinThreads(workers, ports);
            return Values.Of(more, eight, none, back, workers >= 1, ThreadPool.PendingWorkItemCount >= 0);
        });
        area.Check("a wait that is registered, signalled, timed out, unregistered", () =>
        {
            using var signal = new AutoResetEvent(false);
            using var heard = new BlockingCollection<bool>();
            var registered = ThreadPool.RegisterWaitForSingleObject(signal, (_, timedOut) => heard.Add(timedOut), null, Timeout.Infinite, executeOnlyOnce: true);
            signal.Set();
            bool first = heard.Take();
            var impatient = ThreadPool.RegisterWaitForSingleObject(signal, (_, timedOut) => heard.Add(timedOut), null, 10, executeOnlyOnce: true);
            bool second = heard.Take();
            return Values.Of(first, second, registered.Unregister(null), impatient.Unregister(null));
        });
        area.Check("culture and locals flow into an item, or not", () =>
        {
            var local = new AsyncLocal<string> { Value = "mine" };
            using var heard = new BlockingCollection<string>();
            ThreadPool.QueueUserWorkItem(_ => heard.Add(local.Value ?? "none"));
            string first = heard.Take();
            ThreadPool.UnsafeQueueUserWorkItem(_ => heard.Add(local.Value ?? "none"), null);
            return Values.Of(first, heard.Take());
        });
        area.Check("four producers queue 500 items each from their own threads", () =>
        {
            using var all = new CountdownEvent(2000);
            var seen = new ConcurrentDictionary<int, int>();
            Crew.Run(4, number =>
            {
                for (int i = 0; i < 500; i++)
                {
                    int item = number * 500 + i;
                    ThreadPool.QueueUserWorkItem(_ =>
                    {
                        seen[item] = 1;
                        all.Signal();
                    });
                }
            });
            all.Wait();
            return Values.Of(seen.Count, seen.Keys.Sum());
        });
        area.Check("items and collections of garbage at once", () =>
        {
            using var all = new CountdownEvent(400);
            long bytes = 0;
            for (int i = 0; i < 400; i++)
            {
                ThreadPool.QueueUserWorkItem(number =>
                {
                    byte[] garbage = new byte[1000 + number];
                    if (number % 50 == 0)
                        GC.Collect(number % 100 == 0 ? 0 : 1);
                    Interlocked.Add(ref bytes, garbage.Length);
                    all.Signal();
                }, i, preferLocal: false);
            }

            all.Wait();
            return Values.Of(bytes);
        });
    }

    private static void AddParallel(Area area)
    {
        area.Check("parallel for, squares of 0..9999", () =>
        {
            var squares = new long[10_000];
            var result = Parallel.For(0, squares.Length, i => squares[i] = (long)i * i);
            return Values.Of(squares.Sum(), result.IsCompleted);
        });
        area.Check("parallel for, sums of each thread put together", () =>
        {
            long total = 0;
            Parallel.For(1, 100_001, () => 0L, (i, _, sum) => sum + i, sum => Interlocked.Add(ref total, sum));
            return Values.Of(total);
        });
        area.Check("parallel for, broken off, stopped", () =>
        {
            var broken = Parallel.For(0, 1000, (i, state) =>
            {
                if (i == 100)
                    state.Break();
            });
            var stopped = Parallel.For(0, 1000, (i, state) => state.Stop());
            return Values.Of(broken.IsCompleted, broken.LowestBreakIteration, stopped.IsCompleted, stopped.LowestBreakIteration);
        });
        area.Check("parallel for each, over a partition of ranges", () =>
        {
            long total = 0;
            Parallel.ForEach(Partitioner.Create(0, 50_000, 777), range =>
            {
                long sum = 0;
                for (int i = range.Item1; i < range.Item2; i++)
                    sum += i;
                Interlocked.Add(ref total, sum);
            });
            return Values.Of(total);
        });
        area.Check("parallel, what throws and what is cancelled", () =>
        {
            using var stop = new CancellationTokenSource();
            stop.Cancel();
            return Values.Of(
                Thrown.By(() => Parallel.Invoke(() => throw new FormatException(), () => { })), Thrown.By(() => Parallel.For(0, 10, new ParallelOptions { CancellationToken = stop.Token }, _ => { })), Thrown.By(() => Parallel.For(0, 10, new ParallelOptions { MaxDegreeOfParallelism = 0 }, _ => { })));
        });
        area.Check("parallel invoke, four at once", () =>
        {
            int[] done = new int[4];
            Parallel.Invoke(() => done[0] = 1, () => done[1] = 2, () => done[2] = 3, () => done[3] = 4);
            return Values.Of(done);
        });
        area.Check("parallel sort by tasks, 30000 numbers", () =>
        {
            uint state = 99;
            int[] numbers = new int[30_000];
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = (int)((state = state * 1664525 + 1013904223) >> 4);
            int[] expected = [.. numbers.Order()];
            QuickSort(numbers.AsMemory());
            return Values.Of(numbers.SequenceEqual(expected));
        });
    }

    private static void AddSchedulers(Area area)
    {
        area.Check("task scheduler of one's own runs everything on one thread, in order", () =>
        {
            using var scheduler = new OneThreadScheduler();
            var order = new List<int>();
            var threads = new HashSet<int>();
            var tasks = Enumerable.Range(0, 50).Select(number => Task.Factory.StartNew(() =>
            {
                order.Add(number);
                threads.Add(Environment.CurrentManagedThreadId);
            }, CancellationToken.None, TaskCreationOptions.None, scheduler)).ToArray();
            Task.WaitAll(tasks);
            return Values.Of(order.SequenceEqual(Enumerable.Range(0, 50)), threads.Count);
        });
        area.Check("readers and a writer by a pair of schedulers", () =>
        {
            var pair = new ConcurrentExclusiveSchedulerPair();
            int value = 0;
            int torn = 0;
            var tasks = Enumerable.Range(0, 100).Select(number => Task.Factory.StartNew(() =>
            {
                if (number % 5 == 0)
                {
                    value++;
                    Thread.Yield();
                    value++;
                }
                else if (value % 2 != 0)
                {
                    Interlocked.Increment(ref torn);
                }
            }, CancellationToken.None, TaskCreationOptions.None, number % 5 == 0 ? pair.ExclusiveScheduler : pair.ConcurrentScheduler)).ToArray();
            Task.WaitAll(tasks);
            pair.Complete();
            pair.Completion.Wait();
            return Values.Of(value, torn);
        });
        area.Check("long running task has a thread of its own", () => Values.Of(Task.Factory.StartNew(() => Thread.CurrentThread.IsThreadPoolThread, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Result));
        area.Check("children attached to their parent", () =>
        {
            int done = 0;
            var parent = Task.Factory.StartNew(() =>
            {
                for (int i = 0; i < 5; i++)
                {
                    Task.Factory.StartNew(() =>
                    {
                        Thread.Sleep(2);
                        Interlocked.Increment(ref done);
                    }, CancellationToken.None, TaskCreationOptions.AttachedToParent, TaskScheduler.Default);
                }
            }, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default);
            parent.Wait();
            return Values.Of(done, parent.Status);
        });
        area.Check("a failure nobody looked at is reported when its task is collected", () =>
        {
            var reported = new ConcurrentQueue<string>();
            EventHandler<UnobservedTaskExceptionEventArgs> handler = (_, failure) =>
            {
                if (failure.Exception.InnerException is InvalidTimeZoneException inner)
                    reported.Enqueue(inner.Message);
                failure.SetObserved();
            };
            TaskScheduler.UnobservedTaskException += handler;
            Fail();
            for (int i = 0; i < 50 && reported.IsEmpty; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            TaskScheduler.UnobservedTaskException -= handler;
            return Values.Of(reported);

            static void Fail()
            {
                var thread = new Thread(() => ((IAsyncResult)Task.Run(() => throw new InvalidTimeZoneException("unseen"))).AsyncWaitHandle.WaitOne());
                thread.Start();
                thread.Join();
            }
        });
    }

    private static void QuickSort(Memory<int> numbers)
    {
        if (numbers.Length < 500)
        {
            numbers.Span.Sort();
            return;
        }

        var span = numbers.Span;
        int pivot = span[span.Length / 2];
        int left = 0;
        int right = span.Length - 1;
        while (left <= right)
        {
            while (span[left] < pivot)
                left++;
            while (span[right] > pivot)
                right--;
            if (left <= right)
            {
                (span[left], span[right]) = (span[right], span[left]);
                left++;
                right--;
            }
        }

        var lower = numbers[..(right + 1)];
        var upper = numbers[left..];
        Task.WaitAll(Task.Run(() => QuickSort(lower)), Task.Run(() => QuickSort(upper)));
    }
}
