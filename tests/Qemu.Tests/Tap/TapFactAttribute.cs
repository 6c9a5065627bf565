using Xunit;

namespace DSoftBus.Tests.Qemu.Tap;

/// <summary>A test that makes a TAP interface in a namespace of its own; where that is not possible it is skipped with the reason.</summary>
public sealed class TapFactAttribute : FactAttribute
{
    public TapFactAttribute() => Skip = PrivateNetwork.Obstacle;
}
