using DSoftBus.Runtime.Platform.Guest;
using DSoftBus.Runtime.Time;
using DSoftBus.Samples.Pages;

namespace DSoftBus.Samples;

/// <summary>The machine as the shim knows it; its monotonic clock starts with the machine.</summary>
internal sealed class GuestMachineFacts(IClock clock) : IMachine
{
    public TimeSpan Uptime => clock.Now - Instant.Zero;

    public long TotalMemory => GuestKernel.Pages.Total * GuestKernel.PageSize;

    public long FreeMemory => GuestKernel.Pages.Free * GuestKernel.PageSize;
}
