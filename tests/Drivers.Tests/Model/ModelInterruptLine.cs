using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.Drivers.Model;

/// <summary>A level-triggered line as the shim serves it: it fires once while asserted, masks itself, and fires again at a rearm if still asserted.</summary>
internal sealed class ModelInterruptLine(TaskLoop loop) : IInterruptLine
{
    private readonly LoopSignal _signal = new(loop);
    private bool _isAsserted;
    private bool _isMasked;

    public int Fired { get; private set; }

    public int Rearmed { get; private set; }

    public void SetLevel(bool asserted)
    {
        _isAsserted = asserted;
        Deliver();
    }

    public void Rearm()
    {
        Rearmed++;
        _isMasked = false;
        Deliver();
    }

    public ValueTask<bool> WaitAsync(Instant deadline) => _signal.WaitAsync(deadline);

    public void EndWait() => _signal.Set();

    private void Deliver()
    {
        if (!_isAsserted || _isMasked)
            return;
        _isMasked = true;
        Fired++;
        _signal.Set();
    }
}
