namespace DSoftBus.Tests.Metal.Runner;

/// <summary>Keeps a test out of the guest although the rules would let it in.</summary>
/// <param name="reason">What only the host has; it is printed with the results.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class HostOnlyAttribute(string reason) : Attribute
{
    public string Reason => reason;
}
