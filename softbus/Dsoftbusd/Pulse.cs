using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>Something changed: everybody who waits for a condition looks again.</summary>
internal sealed class Pulse(TaskContext task)
{
    private readonly List<LoopSignal> _waiting = [];

    public void Raise()
    {
        foreach (var signal in _waiting)
            signal.Set();
    }

    /// <summary>Waits until <paramref name="holds"/>; false when <paramref name="deadline"/> came first.</summary>
    public async ValueTask<bool> WaitForAsync(Func<bool> holds, Instant deadline)
    {
        if (holds())
            return true;
        var signal = task.CreateSignal();
        _waiting.Add(signal);
        try
        {
            while (!holds())
            {
                if (!await signal.WaitAsync(deadline))
                    return holds();
            }

            return true;
        }
        finally
        {
            _waiting.Remove(signal);
        }
    }
}
