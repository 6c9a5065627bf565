using System.Collections.Concurrent;

namespace DSoftBus.Tests.Metal.ClassLibrary.Async;

/// <summary>Runs everything that is posted to it on the thread that called <see cref="Run"/>.</summary>
internal sealed class OneThreadContext : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    public int Posts { get; private set; }

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

    public T Run<T>(Func<Task<T>> body)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = body();
            task.ContinueWith(_ => _queue.CompleteAdding(), TaskScheduler.Default);
            foreach (var (callback, state) in _queue.GetConsumingEnumerable())
            {
                Posts++;
                callback(state);
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
