using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using DSoftBus.Samples.Http;

namespace DSoftBus.Samples.Pages;

/// <summary><c>/</c> and <c>/json</c>: the machine about itself.</summary>
internal sealed class MachinePages(IMachine machine)
{
    public Response Text()
    {
        MachineState state = Read();
        var uptime = TimeSpan.FromMilliseconds(state.UptimeMilliseconds);
        return Response.Text(HttpStatus.Ok, string.Create(CultureInfo.InvariantCulture,
            $"""
            runtime      {state.Runtime}
            uptime       {uptime:c}
            memory       {state.FreeMemory >> 10} of {state.TotalMemory >> 10} KiB free
            heap         {state.CollectedHeap >> 10} KiB, {state.Collections} collections
            """));
    }

    public Response Json() =>
        new(HttpStatus.Ok, "application/json", new MemoryContent(JsonSerializer.SerializeToUtf8Bytes(Read(), MachineStateContext.Default.MachineState)));

    private MachineState Read() => new(
        (long)machine.Uptime.TotalMilliseconds, machine.TotalMemory, machine.FreeMemory,
        GC.GetTotalMemory(forceFullCollection: false), GC.CollectionCount(0), RuntimeInformation.FrameworkDescription);
}
