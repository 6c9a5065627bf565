using Xunit;

namespace DSoftBus.Tests.Net.Tcp;

/// <summary>Tests that measure the heap of the whole process: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Heap";
}
