using System.Collections.Concurrent;

namespace DSoftBus.Tests.Metal.ClassLibrary.Pool;

/// <summary>Runs its tasks on one thread, in the order in which they came.</summary>
internal sealed class OneThreadScheduler : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly Thread _thread;

    public OneThreadScheduler()
    {
        _thread = new Thread(() =>
        {
            foreach (var task in _tasks.GetConsumingEnumerable())
                TryExecuteTask(task);
        });
        _thread.Start();
    }

    public void Dispose()
    {
        _tasks.CompleteAdding();
        _thread.Join();
        _tasks.Dispose();
    }

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    protected override void QueueTask(Task task) => _tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
}
