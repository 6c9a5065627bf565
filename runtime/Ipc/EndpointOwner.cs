namespace DSoftBus.Runtime.Ipc;

/// <summary>Who answers for the queues of its endpoints: a task over all its generations.</summary>
internal sealed class EndpointOwner(string name)
{
    internal string Name => name;

    internal int QueuedBytes { get; set; }

    internal int EndpointCount { get; set; }
}
