using Xunit;

namespace DSoftBus.Tests.Oracle.Machine;

/// <summary>As <see cref="NeedsNamespacesFactAttribute"/>, with data.</summary>
internal sealed class NeedsNamespacesTheoryAttribute : TheoryAttribute
{
    public NeedsNamespacesTheoryAttribute() => Skip = NamespaceProbe.Reason;
}
