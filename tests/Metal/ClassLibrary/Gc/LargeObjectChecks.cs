using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DSoftBus.Tests.Metal.ClassLibrary.Finalizers;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Gc;

/// <summary>Large and pinned objects, and the end of memory.</summary>
internal static class LargeObjectChecks
{
    private const int Mebibyte = 1 << 20;

    public static void Add(Area area)
    {
        area.Check("from 85000 bytes on an object is born old", () => Values.Of(
            GC.GetGeneration(new byte[84_000]), GC.GetGeneration(new byte[85_000]), GC.GetGeneration(new double[20_000]), GC.GetGeneration(new string('x', 50_000))));
        area.Check("large objects, compacted once, keep their bytes", () =>
        {
            var large = Enumerable.Range(0, 20).Select(number => Filled(number, 300_000)).ToArray();
            for (int i = 0; i < large.Length; i += 2)
                large[i] = [];
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            var asked = GCSettings.LargeObjectHeapCompactionMode;
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            int wrong = large.Where((bytes, number) => number % 2 == 1 && !IsFilled(bytes, number, 300_000)).Count();
            return Values.Of(asked, GCSettings.LargeObjectHeapCompactionMode, wrong);
        });
        area.Check("large garbage, 60 times 8 MiB, in far less memory", () =>
        {
            long sum = 0;
            for (int i = 0; i < 60; i++)
            {
                byte[] large = new byte[8 * Mebibyte];
                large[i * 1000] = (byte)i;
                sum += large[i * 1000] + large[^1];
            }

            return Values.Of(sum);
        });
        area.Check("large memory is zero where large garbage was", () =>
        {
            int dirty = 0;
            for (int i = 0; i < 12; i++)
            {
                byte[] large = new byte[2 * Mebibyte];
                dirty += large.AsSpan().ContainsAnyExcept((byte)0) ? 1 : 0;
                large.AsSpan().Fill(0xff);
                if (i % 4 == 3)
                    GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }

            return Values.Of(dirty);
        });
        area.Check("pinned array stays where it is and can be used by its address", () =>
        {
            byte[] pinned = GC.AllocateArray<byte>(1000, pinned: true);
            nint address = Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 1000; j++)
                    GC.KeepAlive(new byte[300]);
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            }

            Marshal.Copy(new byte[] { 9, 8, 7 }, 0, address + 500, 3);
            return Values.Of(address == Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0), pinned[499..504], GC.GetGeneration(pinned));
        });
        area.Check("100 pinned buffers among garbage", () =>
        {
            var handles = new List<GCHandle>();
            var buffers = new List<byte[]>();
            for (int i = 0; i < 100; i++)
            {
                byte[] buffer = Filled(i, 200);
                GC.KeepAlive(new byte[3000]);
                handles.Add(GCHandle.Alloc(buffer, GCHandleType.Pinned));
                buffers.Add(buffer);
            }

            var addresses = handles.Select(handle => handle.AddrOfPinnedObject()).ToList();
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            int moved = handles.Where((handle, i) => handle.AddrOfPinnedObject() != addresses[i]).Count();
            int wrong = buffers.Where((buffer, i) => !IsFilled(buffer, i, 200)).Count();
            handles.ForEach(handle => handle.Free());
            return Values.Of(moved, wrong);
        });
        area.Check("arrays that need not be zero have their length", () => Values.Of(GC.AllocateUninitializedArray<int>(100_000).Length, GC.AllocateArray<string>(5)[4], Thrown.By(() => GC.AllocateUninitializedArray<byte>(-1))));
        area.Check("memory to its end, twice, and work goes on", () =>
        {
            var results = new List<string>();
            for (int round = 0; round < 2; round++)
            {
                string type = "";
                int blocks = 0;
                FinalizerChecks.Forget(() => (type, blocks) = Exhaust());
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                results.Add($"{type} after at least 100 MiB {blocks >= 100}, then {new byte[16 * Mebibyte].Length >> 20} MiB");
            }

            return Values.Of(results);
        });
        area.Check("memory to its end in four threads at once", () =>
        {
            var types = new string[4];
            Crew.Run(4, number => types[number] = Exhaust().Type);
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return Values.Of(types.Distinct(), new byte[16 * Mebibyte].Length >> 20);
        });
        area.Check("an exception at the end of memory is caught, its finally runs", () =>
        {
            var heard = new List<string>(4);
            FinalizerChecks.Forget(() =>
            {
                var kept = new List<byte[]>(1000);
                try
                {
                    try
                    {
                        while (true)
                            kept.Add(new byte[Mebibyte]);
                    }
                    finally
                    {
                        heard.Add("finally");
                        kept.Clear();
                    }
                }
                catch (OutOfMemoryException)
                {
                    heard.Add("handler");
                }
            });
            return Values.Of(heard);
        });
        area.Check("memory that is given back can be had again, 30 rounds of 24 MiB", () =>
        {
            long sum = 0;
            for (int round = 0; round < 30; round++)
            {
                var blocks = new byte[8][];
                for (int i = 0; i < blocks.Length; i++)
                {
                    blocks[i] = GC.AllocateUninitializedArray<byte>(3 * Mebibyte);
                    blocks[i][^1] = 1;
                    sum += blocks[i][^1];
                }
            }

            return Values.Of(sum);
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (string Type, int Blocks) Exhaust()
    {
        var kept = new List<byte[]>(10_000);
        try
        {
            while (kept.Count < 10_000)
                kept.Add(new byte[Mebibyte]);
            return ("nothing", kept.Count);
        }
        catch (OutOfMemoryException e)
        {
            int blocks = kept.Count;
            kept.Clear();
            return (e.GetType().Name, blocks);
        }
    }

    private static byte[] Filled(int number, int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
            bytes[i] = (byte)(i * 7 + number);
        return bytes;
    }

    private static bool IsFilled(byte[] bytes, int number, int length) => bytes.AsSpan().SequenceEqual(Filled(number, length));
}
