using DSoftBus.Tests.Oracle.Machine;
using Xunit;

namespace DSoftBus.Tests.Oracle.Rigs;

/// <summary>A link for all tests of a class; none where they are skipped.</summary>
public sealed class LinkFixture : IAsyncLifetime
{
    internal Link? Link { get; private set; }

    public Task InitializeAsync()
    {
        if (NamespaceProbe.Reason is null)
            Link = Link.Create();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (Link is not null)
            await Link.DisposeAsync();
    }
}
