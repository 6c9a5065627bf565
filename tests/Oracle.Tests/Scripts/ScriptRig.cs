using DSoftBus.Tests.Oracle.Machine;
using DSoftBus.Tests.Oracle.Rigs;
using Xunit;

namespace DSoftBus.Tests.Oracle.Scripts;

/// <summary>Both worlds of the scripts, made once; nothing is made where the scripts are skipped.</summary>
public sealed class ScriptRig : IAsyncLifetime
{
    private const int FirstPort = 21000, PortsPerScript = 10;

    private int _scripts;

    internal Link? Link { get; private set; }

    internal StackWorld? Stack { get; private set; }

    internal KernelWorld? Kernel { get; private set; }

    public Task InitializeAsync()
    {
        if (NamespaceProbe.Reason is not null)
            return Task.CompletedTask;
        Link = Link.Create();
        Stack = new StackWorld(Link);
        Kernel = KernelWorld.Create(Link.Home);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (Kernel is not null)
            await Kernel.DisposeAsync();
        if (Link is not null)
            await Link.DisposeAsync();
    }

    /// <summary>A port that no script before has used: the kernel remembers some for a minute.</summary>
    internal int NextPort() => FirstPort + (PortsPerScript * _scripts++);
}
