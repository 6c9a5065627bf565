using DSoftBus.Runtime.Tasks;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Runtime.Loop;

/// <summary>One thread's loop: a ready queue in strict order, a timer heap, posts from other threads, sleep when there is nothing to do.</summary>
/// <remarks>Deterministic: on a <see cref="VirtualPlatform"/> the same program runs in the same order every time.</remarks>
public sealed class TaskLoop
{
    // Far more work than any simulation does at one instant; beyond it the program runs in a circle.
    private const long VirtualWorkLimit = 20_000_000;

    private readonly ILoopPlatform _platform;
    private readonly ReadyQueue _ready = new();
    private readonly Stack<DelayWait> _delays = new();
    private readonly Lock _gate = new();
    private readonly Queue<ReadyItem> _foreign = new();
    private volatile bool _hasForeign;
    private volatile bool _stop;
    private int _threadId;
    private Exception? _failure;
    private long _workSinceWait;

    public TaskLoop(ILoopPlatform platform)
    {
        _platform = platform;
        Root = new LoopOwner(this, "loop", exception => _failure ??= exception);
        Current = Root;
    }

    public Instant Now => _platform.Now;

    public IClock Clock => _platform;

    /// <summary>Told around every piece of work; null for none.</summary>
    public ILoopWatchdog? Watchdog { get; set; }

    /// <summary>Told which task runs and what tasks trace, for crash reports of the machine; null on a host.</summary>
    public CrashNote? CrashNote { get; init; }

    /// <summary>Name of the task whose work runs, for reports.</summary>
    public string CurrentTask => Current.Name;

    internal TimerHeap Timers { get; } = new();

    internal LoopPools Pools { get; } = new();

    /// <summary>Work that belongs to no task.</summary>
    internal LoopOwner Root { get; }

    internal LoopOwner Current { get; private set; }

    internal bool IsOnLoopThread => _threadId == Environment.CurrentManagedThreadId;

    /// <summary>Runs until <see cref="Stop"/>. An exception of work that belongs to no task comes out here.</summary>
    public void Run() => RunUntil(static () => false, Instant.Never);

    /// <summary>Runs until <paramref name="done"/> holds (asked after each piece of work), <paramref name="deadline"/> passed or <see cref="Stop"/>.</summary>
    /// <returns>True when <paramref name="done"/> held.</returns>
    public bool RunUntil(Func<bool> done, Instant deadline)
    {
        if (_threadId != 0)
            throw new InvalidOperationException("The loop runs already.");
        var outer = SynchronizationContext.Current;
        _threadId = Environment.CurrentManagedThreadId;
        try
        {
            SynchronizationContext.SetSynchronizationContext(Root.Context);
            return RunTurns(done, deadline);
        }
        finally
        {
            Current = Root;
            SynchronizationContext.SetSynchronizationContext(outer);
            _threadId = 0;
            _stop = false;
        }
    }

    /// <summary>Ends the run that is under way, or the next one before it starts work. Thread-safe.</summary>
    public void Stop()
    {
        _stop = true;
        _platform.Wake();
    }

    /// <summary>Queues work that belongs to no task. Thread-safe.</summary>
    public void Post(Action action) => EnqueueFromAnywhere(Root, action, null);

    /// <summary>Starts an activity that belongs to no task (host and test code); its exception comes out of <see cref="RunUntil"/>.</summary>
    public void Start(Func<ValueTask> activity) => Root.Start(activity);

    /// <summary>Resumes at <paramref name="instant"/>, for the task that runs now.</summary>
    public ValueTask DelayUntilAsync(Instant instant)
    {
        if (Current.HasEnded)
            return new EndedWait<bool>().PlainTask;
        var wait = _delays.TryPop(out var pooled) ? pooled : new DelayWait(_delays);
        wait.Begin(Current, instant);
        return wait.PlainTask;
    }

    internal void Enqueue(LoopOwner owner, Delegate callback, object? state) => _ready.Enqueue(new ReadyItem(owner, callback, state));

    internal void EnqueueFromAnywhere(LoopOwner owner, Delegate callback, object? state)
    {
        if (IsOnLoopThread)
        {
            Enqueue(owner, callback, state);
            return;
        }

        lock (_gate)
        {
            _foreign.Enqueue(new ReadyItem(owner, callback, state));
            _hasForeign = true;
        }

        _platform.Wake();
    }

    private bool RunTurns(Func<bool> done, Instant deadline)
    {
        while (true)
        {
            if (done())
                return true;
            if (_stop)
                return false;
            TakeForeign();
            _platform.Poll();
            var now = _platform.Now;
            FireTimers(now);
            if (_ready.Count == 0)
            {
                if (now >= deadline)
                    return false;
                _workSinceWait = 0;
                CrashNote?.Running(CrashNote.Loop);
                _platform.WaitUntil(Instant.Min(Timers.Next, deadline));
                continue;
            }

            if (now > deadline)
                return false;
            for (var n = _ready.Count; n > 0 && !_stop; n--)
            {
                RunNext();
                if (done())
                    return true;
            }
        }
    }

    private void TakeForeign()
    {
        if (!_hasForeign)
            return;
        lock (_gate)
        {
            while (_foreign.TryDequeue(out var item))
                _ready.Enqueue(item);
            _hasForeign = false;
        }
    }

    private void FireTimers(Instant now)
    {
        if (Timers.Next > now)
            return;
        MakeCurrent(Root);
        while (Timers.TakeDue(now) is { } due)
            due.OnDeadline();
    }

    private void RunNext()
    {
        var item = _ready.Dequeue();
        if (item.Owner.HasEnded)
            return;
        MakeCurrent(item.Owner);
        CrashNote?.Running(item.Owner.NoteNumber);
        Watchdog?.Enter(item.Owner.Name);
        try
        {
            item.Invoke();
        }
        catch (Exception exception)
        {
            item.Owner.Fail(exception);
        }

        Watchdog?.Leave();
        if (_failure is { } failure)
        {
            _failure = null;
            throw new LoopFailureException(failure);
        }

        if (++_workSinceWait > VirtualWorkLimit && _platform is VirtualPlatform)
            throw new InvalidOperationException($"The simulation runs in a circle at {Now}; last task: {CurrentTask}.");
    }

    private void MakeCurrent(LoopOwner owner)
    {
        if (ReferenceEquals(Current, owner))
            return;
        Current = owner;
        SynchronizationContext.SetSynchronizationContext(owner.Context);
    }
}
