using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>Signals to the threads that work: ours, one at a time, each of which must be handled; and the collector's, which suspend all of them.</summary>
internal sealed unsafe class SignalWork(SoakState state, SoakCounter signals)
{
    private const int Probe = 54;
    private const nint NoSuchThread = -3;
    private const int CollectEvery = 50;
    private const long Patience = 60_000_000_000;

    private readonly long* _handled = (long*)NativeMemory.AllocZeroed(sizeof(long));
    private bool _installed;

    public void Run()
    {
        if (!_installed && RawCode.CountSignals(Probe, (nint)_handled) != 0)
            state.Fail("a signal handler was refused");
        _installed = true;
        for (int i = 1; !state.IsStopping; i++)
        {
            foreach (nint target in state.Targets)
                Send(target);
            if (i % CollectEvery == 0)
                GC.Collect();
            Thread.Sleep(1);
        }
    }

    private void Send(nint target)
    {
        long before = Volatile.Read(ref *_handled);
        nint sent = Machine.Call(Machine.SendSignal, 1, target, Probe);
        if (sent == NoSuchThread)
            return;
        long start = TimeSpec.Now();
        while (Volatile.Read(ref *_handled) == before)
        {
            if (sent != 0 || TimeSpec.Now() - start > Patience)
            {
                state.Fail($"signal to thread {target}: {sent}, and no handler ran");
                return;
            }

            Thread.Yield();
        }

        signals.Add();
    }
}
