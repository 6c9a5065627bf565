using Xunit;

namespace DSoftBus.Tests.Oracle.Machine;

/// <summary>A test that is skipped, with the reason, where the machine has no root, no iproute2 or no /dev/net/tun.</summary>
internal sealed class NeedsNamespacesFactAttribute : FactAttribute
{
    /// <param name="programs">That the test starts, besides iproute2, ping and tshark.</param>
    public NeedsNamespacesFactAttribute(params string[] programs) => Skip = NamespaceProbe.ReasonWith(programs);
}
