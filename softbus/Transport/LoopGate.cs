using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Softbus.Transport;

/// <summary>Mutual exclusion between activities of one task, in order of arrival.</summary>
public sealed class LoopGate(TaskContext task)
{
    private readonly Queue<Waiter> _waiting = new();
    private bool _held;

    /// <summary>Enters, waiting until <paramref name="deadline"/>; true means held and <see cref="Leave"/> is owed.</summary>
    public async ValueTask<bool> EnterAsync(Instant deadline)
    {
        if (!_held)
        {
            _held = true;
            return true;
        }

        var waiter = new Waiter(task.CreatePromise<bool>());
        _waiting.Enqueue(waiter);
        if (await waiter.Turn.WaitAsync(deadline, false) || waiter.Turn.IsSet)
            return true;
        waiter.GaveUp = true;
        return false;
    }

    /// <summary>Leaves; the longest waiting enters.</summary>
    public void Leave()
    {
        while (_waiting.TryDequeue(out var waiter))
        {
            if (!waiter.GaveUp && waiter.Turn.TrySet(true))
                return;
        }

        _held = false;
    }

    private sealed class Waiter(LoopPromise<bool> turn)
    {
        public LoopPromise<bool> Turn { get; } = turn;

        public bool GaveUp { get; set; }
    }
}
