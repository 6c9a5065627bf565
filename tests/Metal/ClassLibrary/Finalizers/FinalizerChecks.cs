using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Finalizers;

/// <summary>What happens to objects that nobody holds any more.</summary>
internal static class FinalizerChecks
{
    private static Phoenix? _risen;

    public static void Add(Area area)
    {
        area.Check("100 finalizers run once each", () =>
        {
            var log = new Obituary();
            Forget(() => Make(100, log));
            Collect();
            return Values.Of(log.Count, log.Distinct, log.Threads);
        });
        area.Check("told not to run, told to run again", () =>
        {
            var log = new Obituary();
            Forget(() =>
            {
                GC.SuppressFinalize(new Mortal(1, log));
                var again = new Mortal(2, log);
                GC.SuppressFinalize(again);
                GC.ReRegisterForFinalize(again);
            });
            Collect();
            return Values.Of(log.Count, log.Distinct);
        });
        area.Check("risen in its finalizer, gone for good the next time", () =>
        {
            var weak = new WeakReference<Phoenix>[1];
            Forget(() => weak[0] = new WeakReference<Phoenix>(new Phoenix { Lives = 2 }, trackResurrection: true));
            Collect();
            var lives = new List<int> { Risen() };
            bool alive = IsAlive(weak[0]);
            Forget(() => _risen = null);
            Collect();
            lives.Add(Risen());
            Forget(() => _risen = null);
            Collect();
            return Values.Of(lives, alive, IsAlive(weak[0]), _risen is null);
        });
        area.Check("a finalizer may use what it refers to", () =>
        {
            var log = new Obituary();
            Forget(() => GC.KeepAlive(new Parent(new Mortal(5, log), log)));
            Collect();
            return Values.Of(log.Words, log.Count);
        });
        area.Check("kept alive until its last use", () =>
        {
            var log = new Obituary();
            int during = -1;
            Forget(() =>
            {
                var held = new Mortal(1, log);
                Collect();
                during = log.Count;
                GC.KeepAlive(held);
            });
            Collect();
            return Values.Of(during, log.Count);
        });
        area.Check("waiting for finalizers waits for slow ones", () =>
        {
            var log = new Obituary { Delay = 5 };
            Forget(() => Make(6, log));
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Values.Of(log.Count);
        });
        area.Check("finalizers of 4000 objects that four threads made", () =>
        {
            var log = new Obituary();
            Crew.Run(4, _ => Make(1000, log));
            Collect();
            return Values.Of(log.Count);
        });
        area.Check("cycles of finalizable objects", () =>
        {
            var log = new Obituary();
            Forget(() =>
            {
                var first = new Mortal(1, log);
                var second = new Mortal(2, log) { Other = first };
                first.Other = second;
            });
            Collect();
            return Values.Of(log.Count, log.Distinct);
        });
        area.Check("a finalizer allocates and collects", () =>
        {
            var log = new Obituary { Allocates = true };
            Forget(() => Make(20, log));
            Collect();
            return Values.Of(log.Count);
        });
        area.Check("a safe handle is released once, however it ends", () =>
        {
            var released = new List<string>();
            using (new Handle("disposed", released))
            {
            }

            Forget(() => GC.KeepAlive(new Handle("forgotten", released)));
            Collect();
            var counted = new Handle("counted", released);
            bool added = false;
            counted.DangerousAddRef(ref added);
            counted.Dispose();
            bool early = released.Contains("counted");
            counted.DangerousRelease();
            return Values.Of(released, added, early, counted.IsClosed, Thrown.By(() => counted.DangerousAddRef(ref added)));
        });
        area.Check("finalizers while four threads allocate", () =>
        {
            var log = new Obituary();
            Crew.Run(4, number =>
            {
                for (int i = 0; i < 200; i++)
                {
                    Make(1, log);
                    GC.KeepAlive(new byte[1000 + number]);
                    if (i % 50 == 0)
                        GC.Collect(0);
                }
            });
            Collect();
            return Values.Of(log.Count);
        });
    }

    /// <summary>Runs on a thread that is gone afterwards, so that no register and no stack still holds what it made.</summary>
    internal static void Forget(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    internal static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Make(int count, Obituary log)
    {
        for (int i = 0; i < count; i++)
            _ = new Mortal(i, log);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsAlive(WeakReference<Phoenix> weak) => weak.TryGetTarget(out _);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Risen() => _risen?.Lives ?? -1;

    private sealed class Phoenix
    {
        public int Lives { get; set; }

        ~Phoenix()
        {
            if (Lives-- <= 0)
                return;
            _risen = this;
            GC.ReRegisterForFinalize(this);
        }
    }

    private sealed class Parent(Mortal child, Obituary log)
    {
        ~Parent() => log.Say($"parent of {child.Number}");
    }

    private sealed class Handle : SafeHandle
    {
        private readonly string _name;
        private readonly List<string> _released;

        public Handle(string name, List<string> released)
            : base(0, ownsHandle: true)
        {
            _name = name;
            _released = released;
            SetHandle(1);
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            lock (_released)
                _released.Add(_name);
            return true;
        }
    }
}
