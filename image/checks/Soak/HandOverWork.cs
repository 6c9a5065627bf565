using System.Runtime.InteropServices;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>Two threads that hand a turn to and fro and wait without a time limit: one lost wake-up and the counter stands still for good.</summary>
internal sealed unsafe class HandOverWork(SoakState state, SoakCounter monitors, SoakCounter semaphores, SoakCounter futexes)
{
    private const nint FutexWait = 0x80;
    private const nint FutexWake = 0x81;
    private const nint AnyNumber = int.MaxValue;

    private readonly object _gate = new();
    private readonly SemaphoreSlim[] _semaphores = [new(0), new(0)];
    private readonly uint* _word = (uint*)NativeMemory.AllocZeroed(sizeof(uint));
    private int _turn;

    /// <summary>Prepares a new phase: nobody waits now.</summary>
    public void Reset()
    {
        _turn = 0;
        *_word = 0;
        while (_semaphores[0].Wait(0) || _semaphores[1].Wait(0))
        {
        }
    }

    /// <param name="side">0 or 1.</param>
    public void RunMonitor(int side)
    {
        while (true)
        {
            lock (_gate)
            {
                while (_turn != side && !state.IsStopping)
                    Monitor.Wait(_gate);
                _turn = 1 - side;
                Monitor.PulseAll(_gate);
                if (state.IsStopping)
                    return;
            }

            monitors.Add();
        }
    }

    public void RunSemaphore(int side)
    {
        if (side == 0)
            _semaphores[0].Release();
        while (!state.IsStopping)
        {
            _semaphores[side].Wait();
            _semaphores[1 - side].Release();
            semaphores.Add();
        }

        _semaphores[1 - side].Release();
    }

    public void RunFutex(int side)
    {
        while (!state.IsStopping)
        {
            uint value = Volatile.Read(ref *_word);
            if ((value & 1) != (uint)side)
            {
                Machine.Call(Machine.Futex, (nint)_word, FutexWait, (nint)value);
                continue;
            }

            Volatile.Write(ref *_word, value + 1);
            Machine.Call(Machine.Futex, (nint)_word, FutexWake, 1);
            futexes.Add();
        }

        // The other side may wait for a turn that will not come any more.
        Interlocked.Add(ref *_word, 2);
        Machine.Call(Machine.Futex, (nint)_word, FutexWake, AnyNumber);
    }
}
