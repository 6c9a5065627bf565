using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Interrupts;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Time;

/// <summary>Measures the time-stamp counter and the local APIC timer against the interval counter.</summary>
/// <remarks>
/// A busy host can take the CPU away for longer than the 55 ms after which the interval counter wraps, and one wrapped measurement would make
/// every clock of the machine many times too slow. So a measurement counts only when the next one agrees with it.
/// </remarks>
internal static class Calibration
{
    /// <summary>How long to measure, in interval counter ticks (about 4 ms).</summary>
    private const int Span = 4773;

    /// <summary>Readings at each end; the one with the least delay between its two clocks counts.</summary>
    private const int Readings = 5;

    private const int PatienceInReads = 200_000;

    /// <summary>Measurements before giving up.</summary>
    private const int Rounds = 64;

    /// <summary>Two measurements agree when they differ by less than the 64th part.</summary>
    private const int AgreementShift = 6;

    private struct Sample
    {
        public int Count;
        public ulong TimeStamp;
        public uint ApicCount;
    }

    private struct Measurement
    {
        public ulong Start;
        public ulong TimeStampFrequency;
        public ulong ApicFrequency;
    }

    public static void Run()
    {
        var previous = default(Measurement);
        for (int round = 0; round < Rounds; round++)
        {
            if (!TryMeasure(out Measurement now, out bool counts))
            {
                if (!counts)
                    break;
                continue;
            }

            if (Agree(previous.TimeStampFrequency, now.TimeStampFrequency) && Agree(previous.ApicFrequency, now.ApicFrequency))
            {
                LocalApic.SetTimerFrequency(now.ApicFrequency);
                Clock.Initialize(now.Start, now.TimeStampFrequency, RealTimeClock.Read());
                return;
            }

            previous = now;
        }

        Report.Line("no usable clock: the interval counter (8254) is absent or does not agree with the CPU's counters"u8);
        PowerOff.AfterLack(MachineLack.Clock);
    }

    private static bool Agree(ulong a, ulong b) => (a > b ? a - b : b - a) < b >> AgreementShift;

    /// <summary>False when the counter ran out before the measurement had begun or did not count.</summary>
    /// <param name="measurement">Receives the frequencies.</param>
    /// <param name="counts">False when the counter stood still however often it was read: there is none.</param>
    private static bool TryMeasure(out Measurement measurement, out bool counts)
    {
        measurement = default;
        counts = true;
        IntervalCounter.Start();
        LocalApic.StartCounting();
        Sample first = Take();
        if (first.Count < Span)
            return false;
        int patience = PatienceInReads;
        while (first.Count - IntervalCounter.Read() < Span)
        {
            if (--patience > 0)
                continue;
            counts = IntervalCounter.Read() != first.Count;
            return false;
        }

        Sample last = Take();
        if (last.Count >= first.Count)
            return false;
        ulong elapsed = (ulong)(first.Count - last.Count);
        ulong ticks = last.TimeStamp - first.TimeStamp;
        ulong apicTicks = first.ApicCount - last.ApicCount;
        measurement.Start = first.TimeStamp;
        measurement.TimeStampFrequency = ticks * IntervalCounter.Frequency / elapsed;
        measurement.ApicFrequency = apicTicks * IntervalCounter.Frequency / elapsed;
        return measurement.TimeStampFrequency != 0 && measurement.ApicFrequency != 0;
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
