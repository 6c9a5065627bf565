using System.Runtime.CompilerServices;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Threads;

/// <summary>Threads: their starts and ends, what is theirs alone, who gets the processor.</summary>
internal static class ThreadChecks
{
    [ThreadStatic]
    private static int _mine;

    private static volatile bool _stop;

    public static void Add(Area area)
    {
        area.Check("100 threads, one after the other", () =>
        {
            int sum = 0;
            for (int i = 1; i <= 100; i++)
            {
                int number = i;
                var thread = new Thread(() => sum += number);
                thread.Start();
                thread.Join();
            }

            return Values.Of(sum);
        });
        area.Check("60 threads at once", () =>
        {
            int sum = 0;
            Crew.Run(60, number => Interlocked.Add(ref sum, number));
            return Values.Of(sum);
        });
        area.Check("states from unstarted to stopped", () =>
        {
            using var go = new ManualResetEventSlim();
            var thread = new Thread(() => go.Wait()) { IsBackground = true, Name = "a name" };
            var first = thread.ThreadState;
            thread.Start();
            bool alive = thread.IsAlive;
            bool early = thread.Join(10);
            go.Set();
            thread.Join();
            return Values.Of(first, alive, early, thread.IsAlive, thread.ThreadState & ThreadState.Stopped, thread.Name, Thrown.By(thread.Start));
        });
        area.Check("a parameter, a small stack, a deep one", () =>
        {
            object? seen = null;
            int depth = 0;
            var small = new Thread(value => seen = value, 256 * 1024);
            var deep = new Thread(() => depth = Recurse(30_000), 16 * 1024 * 1024);
            small.Start("given");
            deep.Start();
            small.Join();
            deep.Join();
            return Values.Of(seen, depth);
        });
        area.Check("statics of a thread", () =>
        {
            var seen = new int[8];
            Crew.Run(8, number =>
            {
                for (int i = 0; i < 200; i++)
                {
                    _mine += number;
                    if (i % 20 == 0)
                        Thread.Yield();
                }

                seen[number] = _mine;
            });
            return Values.Of(seen, _mine);
        });
        area.Check("values of a thread, made on first use", () =>
        {
            int made = 0;
            using var local = new ThreadLocal<int>(() => Interlocked.Increment(ref made), trackAllValues: true);
            Crew.Run(5, _ => local.Value += 100);
            return Values.Of(made, local.Values.Order());
        });
        area.Check("three that spin without a pause all get on, and so does a fourth", () =>
        {
            _stop = false;
            var spins = new long[3];
            var threads = spins.Select((_, number) => new Thread(() =>
            {
                while (!_stop)
                    Volatile.Write(ref spins[number], spins[number] + 1);
            })).ToArray();
            foreach (var thread in threads)
                thread.Start();
            while (Enumerable.Range(0, spins.Length).Any(number => Volatile.Read(ref spins[number]) < 1000))
                Thread.Sleep(1);
            _stop = true;
            foreach (var thread in threads)
                thread.Join();
            return Values.Of(spins.Select(count => count >= 1000));
        });
        area.Check("threads that spin are stopped for 20 collections", () =>
        {
            _stop = false;
            int before = GC.CollectionCount(2);
            var threads = Enumerable.Range(0, 3).Select(_ => new Thread(() => SpinUntilStopped())).ToArray();
            foreach (var thread in threads)
                thread.Start();
            for (int i = 0; i < 20; i++)
                GC.Collect();
            int after = GC.CollectionCount(2);
            _stop = true;
            foreach (var thread in threads)
                thread.Join();
            return Values.Of(after - before >= 20);
        });
        area.Check("sleeping, interrupted", () =>
        {
            string type = "";
            var thread = new Thread(() => type = Thrown.By(() => Thread.Sleep(Timeout.Infinite)));
            thread.Start();
            thread.Interrupt();
            thread.Join();
            return type;
        });
        area.Check("waiting for a lock, interrupted", () =>
        {
            object gate = new();
            string type = "";
            var thread = new Thread(() => type = Thrown.By(() =>
            {
                lock (gate)
                    type = "entered";
            }));
            lock (gate)
            {
                thread.Start();
                thread.Interrupt();
                thread.Join();
            }

            return type;
        });
        area.Check("priorities and identities", () =>
        {
            var thread = new Thread(() => { }) { Priority = ThreadPriority.AboveNormal };
            var priority = thread.Priority;
            int other = 0;
            var second = new Thread(() => other = Environment.CurrentManagedThreadId);
            second.Start();
            second.Join();
            return Values.Of(priority, other != Environment.CurrentManagedThreadId, Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread, Thread.CurrentThread.IsBackground);
        });
        area.Check("too deep a recursion is found before the stack ends", () => Thrown.By(() => RecurseSafely(0)));
        area.Check("statics made by one of eight threads that meet there", () =>
        {
            var seen = new int[8];
            Crew.Run(8, number => seen[number] = MadeOnce.Value);
            return Values.Of(seen, MadeOnce.Made);
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long SpinUntilStopped()
    {
        long count = 0;
        while (!_stop)
            count++;
        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Recurse(int depth) => depth == 0 ? 0 : Recurse(depth - 1) + 1;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int RecurseSafely(int depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return RecurseSafely(depth + 1) + 1;
    }

    private static class MadeOnce
    {
        public static readonly int Value = Make();

        public static int Made { get; private set; }

        private static int Make()
        {
            Thread.Sleep(5);
            Made++;
            return 77;
        }
    }
}
