using Xunit;

namespace DSoftBus.Tests.Http.Guests;

/// <summary>One booted server for all tests that talk to one; they run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GuestCollection : ICollectionFixture<HttpGuest>
{
    public const string Name = "http guest";
}
