using Xunit;

namespace DSoftBus.Tests.Oracle.Machine;

/// <summary>A test that is skipped, with the reason, where the machine has no root, no iproute2 or no /dev/net/tun.</summary>
internal sealed class NeedsNamespacesFactAttribute : FactAttribute
{
    public NeedsNamespacesFactAttribute() => Skip = NamespaceProbe.Reason;
}
