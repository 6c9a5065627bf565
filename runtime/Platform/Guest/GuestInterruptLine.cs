using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>The interrupt line of one device, counted by the shim in a word of native memory.</summary>
internal sealed class GuestInterruptLine : IInterruptLine
{
    private readonly int _index;
    private readonly nint _word;
    private readonly LoopSignal _signal;
    private uint _seen;

    /// <exception cref="InvalidOperationException">The shim refused to bind the line.</exception>
    public GuestInterruptLine(GuestPlatform platform, TaskLoop loop, int index)
    {
        _index = index;
        _signal = new LoopSignal(loop);
        _word = platform.Register(this);
        long result = GuestInterop.InterruptBind(index, _word, platform.WakeWord);
        if (result < 0)
            throw new InvalidOperationException($"The shim did not bind the interrupt of device {index}: {result}.");
    }

    public void Rearm() => GuestInterop.InterruptRearm(_index);

    public ValueTask<bool> WaitAsync(Instant deadline) => _signal.WaitAsync(deadline);

    public void EndWait() => _signal.Set();

    /// <summary>Ends the wait when the line fired since the last look. On the loop thread.</summary>
    internal void Look()
    {
        uint fired = GuestInterop.Read32(_word);
        if (fired == _seen)
            return;
        _seen = fired;
        _signal.Set();
    }
}
