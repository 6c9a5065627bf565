using DSoftBus.Runtime.Platform.Guest;
using DSoftBus.Tests.Metal.Runner;

namespace DSoftBus.Tests.Runtime.Platform;

public class GuestKernelTests
{
    /// <summary>The private calls are no calls of Linux: the same program tells its two homes apart and takes no device that is not there.</summary>
    [Fact]
    [HostOnly("in the guest the kernel is the shim")]
    public void An_ordinary_kernel_is_not_taken_for_the_shim()
    {
        Assert.False(GuestKernel.IsPresent);
        Assert.False(GuestKernel.HasProcessorEntropy);
        Assert.Equal((0, 0), GuestKernel.Pages);
        Assert.Empty(GuestDevices.Discover());
        Assert.False(new GuestMemoryPool().TryAllocate(GuestKernel.PageSize, out _));
        Assert.Throws<InvalidOperationException>(() => new GuestPlatform());
    }
}
