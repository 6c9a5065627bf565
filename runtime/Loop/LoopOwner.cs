using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Runtime.Loop;

/// <summary>Whose work runs: one generation of one task, or the loop itself. When it has ended, nothing of it runs again.</summary>
internal sealed class LoopOwner
{
    private readonly Action<Exception> _onFailure;
    private LoopWait? _waits;

    internal LoopOwner(TaskLoop loop, string name, Action<Exception> onFailure)
    {
        Loop = loop;
        Name = name;
        _onFailure = onFailure;
        Context = new OwnerContext(this);
        NoteNumber = loop.CrashNote?.Register(name) ?? CrashNote.Loop;
    }

    internal TaskLoop Loop { get; }

    internal string Name { get; }

    internal OwnerContext Context { get; }

    /// <summary>Its number in the loop's crash note.</summary>
    internal int NoteNumber { get; }

    internal bool HasEnded { get; private set; }

    /// <summary>Puts <paramref name="body"/> into the ready queue as work of this owner; an exception of it is a failure of the owner.</summary>
    internal void Start(Func<ValueTask> body) => Loop.Enqueue(this, (Action)(() => _ = RunAsync(body)), null);

    internal void Fail(Exception exception)
    {
        if (!HasEnded)
            _onFailure(exception);
    }

    /// <summary>Takes back every wait and drops every continuation.</summary>
    internal void End()
    {
        HasEnded = true;
        while (_waits is { } wait)
            wait.Abandon();
    }

    internal void Add(LoopWait wait)
    {
        wait.NextOfOwner = _waits;
        wait.PreviousOfOwner = null;
        if (_waits is not null)
            _waits.PreviousOfOwner = wait;
        _waits = wait;
    }

    internal void Remove(LoopWait wait)
    {
        if (wait.PreviousOfOwner is null)
            _waits = wait.NextOfOwner;
        else
            wait.PreviousOfOwner.NextOfOwner = wait.NextOfOwner;
        if (wait.NextOfOwner is not null)
            wait.NextOfOwner.PreviousOfOwner = wait.PreviousOfOwner;
        wait.NextOfOwner = null;
        wait.PreviousOfOwner = null;
    }

    private async Task RunAsync(Func<ValueTask> body)
    {
        try
        {
            await body();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }
}
