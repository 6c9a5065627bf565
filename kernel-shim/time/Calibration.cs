using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Interrupts;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Time;

/// <summary>Measures the time-stamp counter and the local APIC timer against the interval counter.</summary>
internal static class Calibration
{
    /// <summary>How long to measure, in interval counter ticks (about 4 ms).</summary>
    private const int Span = 4773;

    /// <summary>Readings at each end; the one with the least delay between its two clocks counts.</summary>
    private const int Readings = 5;

    private const int PatienceInReads = 1_000_000;

    private struct Sample
    {
        public int Count;
        public ulong TimeStamp;
        public uint ApicCount;
    }

    public static void Run()
    {
        IntervalCounter.Start();
        LocalApic.StartCounting();
        Sample first = Take();
        int patience = PatienceInReads;
        while (first.Count - IntervalCounter.Read() < Span)
        {
            if (--patience == 0)
                Panic.Stop("the interval counter (8254) does not count"u8);
        }

        Sample last = Take();
        ulong elapsed = (ulong)(first.Count - last.Count);
        ulong ticks = last.TimeStamp - first.TimeStamp;
        ulong apicTicks = first.ApicCount - last.ApicCount;
        if (ticks == 0 || apicTicks == 0)
            Panic.Stop("the CPU's counters do not count"u8);
        LocalApic.SetTimerFrequency(apicTicks * IntervalCounter.Frequency / elapsed);
        Clock.Initialize(first.TimeStamp, ticks * IntervalCounter.Frequency / elapsed, RealTimeClock.Read());
    }

    private static Sample Take()
    {
        var best = default(Sample);
        ulong shortest = 0xffff_ffff_ffff_ffff;
        for (int i = 0; i < Readings; i++)
        {
            ulong before = Cpu.ReadTimeStamp();
            int count = IntervalCounter.Read();
            uint apic = LocalApic.CurrentCount;
            ulong delay = Cpu.ReadTimeStamp() - before;
            if (delay >= shortest)
                continue;
            shortest = delay;
            best.Count = count;
            best.TimeStamp = before + delay / 2;
            best.ApicCount = apic;
        }

        return best;
    }
}
