using DSoftBus.Qemu.Cable;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Time;

namespace DSoftBus.Tests.EndToEnd.Mirror;

/// <summary>The gateway that the cable plays for one machine, on the simulated link.</summary>
internal static class MirrorGateway
{
    public static void Plug(MirrorWorld world)
    {
        var gateway = new VirtualGateway();
        var device = world.Plug(VirtualGateway.Hardware);
        world.Loop.Start(async () =>
        {
            while (true)
            {
                Answer(gateway, device);
                await device.WaitAsync(Instant.Never);
            }
        });
    }

    private static void Answer(VirtualGateway gateway, INetDevice device)
    {
        while (device.TryReceive(out var frame))
        {
            byte[]? answer = gateway.Answer(frame.Span);
            frame.Release();
            if (answer is null || !device.Buffers.TryRent(0, out var buffer))
                continue;
            answer.CopyTo(buffer.Append(answer.Length));
            device.TryTransmit(buffer);
            buffer.Release();
        }
    }
}
