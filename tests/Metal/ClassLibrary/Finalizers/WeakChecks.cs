using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Finalizers;

/// <summary>References that do not hold, handles of every kind, values that live as long as their keys.</summary>
internal static class WeakChecks
{
    private static object? _held;

    public static void Add(Area area)
    {
        area.Check("weak, while held and afterwards", () =>
        {
            var weak = new WeakReference[1];
            FinalizerChecks.Forget(() =>
            {
                _held = new object();
                weak[0] = new WeakReference(_held);
            });
            FinalizerChecks.Collect();
            bool held = weak[0].IsAlive;
            _held = null;
            FinalizerChecks.Collect();
            return Values.Of(held, weak[0].IsAlive, weak[0].Target);
        });
        area.Check("weak, given another target", () =>
        {
            string kept = new('k', 3);
            var weak = new WeakReference<string>(new string('x', 3));
            weak.SetTarget(kept);
            FinalizerChecks.Collect();
            bool found = weak.TryGetTarget(out string? target);
            GC.KeepAlive(kept);
            return Values.Of(found, target);
        });
        area.Check("weak, short and long, in the time of the finalizer", () =>
        {
            var log = new Obituary();
            var weak = new WeakReference<Mortal>[2];
            FinalizerChecks.Forget(() =>
            {
                var mortal = new Mortal(1, log);
                weak[0] = new WeakReference<Mortal>(mortal, trackResurrection: false);
                weak[1] = new WeakReference<Mortal>(mortal, trackResurrection: true);
            });
            GC.Collect();
            bool shortAlive = IsAlive(weak[0]);
            FinalizerChecks.Collect();
            return Values.Of(shortAlive, IsAlive(weak[1]), log.Count);
        });
        area.Check("weak, 1000 of which every other one is held", () =>
        {
            var weak = new WeakReference<byte[]>[1000];
            var held = new List<byte[]>();
            FinalizerChecks.Forget(() =>
            {
                for (int i = 0; i < weak.Length; i++)
                {
                    byte[] target = new byte[50];
                    weak[i] = new WeakReference<byte[]>(target);
                    if (i % 2 == 0)
                        held.Add(target);
                }
            });
            FinalizerChecks.Collect();
            int alive = weak.Count(reference => reference.TryGetTarget(out _));
            GC.KeepAlive(held);
            return Values.Of(alive);
        });
        area.Check("table of weak keys, values live as long as their keys", () =>
        {
            var table = new ConditionalWeakTable<object, Mortal>();
            var log = new Obituary();
            object kept = new();
            table.Add(kept, new Mortal(1, log));
            FinalizerChecks.Forget(() => table.Add(new object(), new Mortal(2, log)));
            FinalizerChecks.Collect();
            bool found = table.TryGetValue(kept, out var value);
            GC.KeepAlive(kept);
            return Values.Of(found, value?.Number, log.Count, table.Count());
        });
        area.Check("table of weak keys, a value that refers to its own key", () =>
        {
            var table = new ConditionalWeakTable<object, object[]>();
            var weak = new WeakReference[1];
            FinalizerChecks.Forget(() =>
            {
                object key = new();
                table.Add(key, [key, table]);
                weak[0] = new WeakReference(key);
            });
            FinalizerChecks.Collect();
            return Values.Of(weak[0].IsAlive, table.Count());
        });
        area.Check("table of weak keys, made on demand, the same key twice, four threads", () =>
        {
            var table = new ConditionalWeakTable<object, string>();
            object key = new();
            int made = 0;
            var seen = new string[4];
            Crew.Run(4, number => seen[number] = table.GetValue(key, _ => $"made {Interlocked.Increment(ref made) > 0}"));
            return Values.Of(seen.Distinct(), seen.All(value => ReferenceEquals(value, seen[0])), Thrown.By(() => table.Add(key, "again")), table.Remove(key), table.TryGetValue(key, out _));
        });
        area.Check("handle, normal, holds until it is freed", () =>
        {
            var weak = new WeakReference[1];
            var handle = new GCHandle[1];
            FinalizerChecks.Forget(() =>
            {
                object target = new();
                weak[0] = new WeakReference(target);
                handle[0] = GCHandle.Alloc(target);
            });
            FinalizerChecks.Collect();
            bool held = weak[0].IsAlive;
            handle[0].Free();
            FinalizerChecks.Collect();
            return Values.Of(held, weak[0].IsAlive, handle[0].IsAllocated, Thrown.By(() => handle[0].Free()));
        });
        area.Check("handle, weak, long and short", () =>
        {
            var handles = new GCHandle[2];
            var log = new Obituary();
            FinalizerChecks.Forget(() =>
            {
                var target = new Mortal(1, log);
                handles[0] = GCHandle.Alloc(target, GCHandleType.Weak);
                handles[1] = GCHandle.Alloc(target, GCHandleType.WeakTrackResurrection);
            });
            GC.Collect();
            bool shortNull = handles[0].Target is null;
            FinalizerChecks.Collect();
            return Values.Of(shortNull, handles[1].Target is null, log.Count);
        });
        area.Check("handle, pinned, the address stays through compaction", () =>
        {
            byte[] bytes = [1, 2, 3, 4];
            var handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);
            nint before = handle.AddrOfPinnedObject();
            for (int i = 0; i < 1000; i++)
                GC.KeepAlive(new byte[500]);
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            bool same = before == handle.AddrOfPinnedObject() && before == Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0);
            byte third = Marshal.ReadByte(before, 2);
            Marshal.WriteByte(before, 3, 44);
            handle.Free();
            return Values.Of(same, third, bytes[3], Thrown.By(() => GCHandle.Alloc(new[] { "text" }, GCHandleType.Pinned)));
        });
        area.Check("handle, there and back through a number", () =>
        {
            var handle = GCHandle.Alloc("through");
            nint number = GCHandle.ToIntPtr(handle);
            string? text = GCHandle.FromIntPtr(number).Target as string;
            handle.Target = "another";
            string? other = GCHandle.FromIntPtr(number).Target as string;
            handle.Free();
            return Values.Of(text, other, number != 0);
        });
        area.Check("handles of a type, normal, weak, pinned", () =>
        {
            string kept = new('t', 4);
            using var normal = new GCHandle<string>(kept);
            using var weak = new WeakGCHandle<string>(kept);
            using var pinned = new PinnedGCHandle<byte[]>([7, 8]);
            FinalizerChecks.Collect();
            return Values.Of(normal.Target, weak.TryGetTarget(out string? target), target, pinned.Target, normal.IsAllocated);
        });
        area.Check("dependent handle", () =>
        {
            object kept = new();
            var log = new Obituary();
            var handles = new DependentHandle[2];
            handles[0] = new DependentHandle(kept, new Mortal(1, log));
            FinalizerChecks.Forget(() => handles[1] = new DependentHandle(new object(), new Mortal(2, log)));
            FinalizerChecks.Collect();
            var result = Values.Of((handles[0].Dependent as Mortal)?.Number, handles[1].Target is null, handles[1].Dependent is null, log.Count);
            GC.KeepAlive(kept);
            handles[0].Dispose();
            handles[1].Dispose();
            return result;
        });
        area.Check("an event holds its listener until it is let go", () =>
        {
            var source = new Source();
            var weak = new WeakReference[1];
            FinalizerChecks.Forget(() =>
            {
                var listener = new Listener();
                source.Rang += listener.Hear;
                weak[0] = new WeakReference(listener);
            });
            FinalizerChecks.Collect();
            bool held = weak[0].IsAlive;
            int heard = source.Ring();
            source.Clear();
            FinalizerChecks.Collect();
            return Values.Of(held, heard, weak[0].IsAlive);
        });
        area.Check("10000 handles, freed and used again", () =>
        {
            var handles = new GCHandle[10_000];
            for (int round = 0; round < 2; round++)
            {
                for (int i = 0; i < handles.Length; i++)
                    handles[i] = GCHandle.Alloc(new[] { i }, i % 100 == 0 ? GCHandleType.Pinned : GCHandleType.Normal);
                GC.Collect();
                if (round == 1)
                    break;
                foreach (var handle in handles)
                    handle.Free();
            }

            int wrong = handles.Where((handle, i) => handle.Target is not int[] target || target[0] != i).Count();
            foreach (var handle in handles)
                handle.Free();
            return Values.Of(wrong);
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsAlive<T>(WeakReference<T> weak)
        where T : class
        => weak.TryGetTarget(out _);

    private sealed class Source
    {
        public event Func<int>? Rang;

        public int Ring() => Rang?.Invoke() ?? -1;

        public void Clear() => Rang = null;
    }

    private sealed class Listener
    {
        private int _heard;

        public int Hear() => ++_heard;
    }
}
