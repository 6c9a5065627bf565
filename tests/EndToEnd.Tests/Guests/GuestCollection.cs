using Xunit;

namespace DSoftBus.Tests.EndToEnd.Guests;

/// <summary>Tests that boot guests run one after the other: each machine wants a core of its own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GuestCollection
{
    public const string Name = "guests";
}
