namespace DSoftBus.Runtime.Ipc;

/// <summary>A wait that stands in a <see cref="WaitQueue{TWait}"/>.</summary>
internal interface IQueuedWait<TWait>
    where TWait : class
{
    TWait? Previous { get; set; }

    TWait? Next { get; set; }
}
