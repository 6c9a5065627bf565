using DSoftBus.Drivers.Virtio;
using DSoftBus.Drivers.VirtioRng;
using DSoftBus.Image.Boot;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Runtime.Loop;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Platform.Guest;

namespace DSoftBus.Image.Devices;

/// <summary>Gathers the machine's randomness once, at boot: from the entropy device and from the processor, mixed; with neither there is none.</summary>
internal sealed class GuestEntropySource(GuestDevice? device, GuestPlatform platform, TaskLoop loop, IMemoryPool memory, SerialConsole console)
{
    /// <summary>Bytes from each source for the generator, and again for the shim's generator.</summary>
    private const int SeedLength = 64;

    private static readonly TimeSpan DeviceTime = TimeSpan.FromSeconds(2);

    public IEntropy Gather()
    {
        Span<byte> seed = stackalloc byte[2 * SeedLength];
        var generator = new GeneratorEntropy();
        bool fromDevice = TryFillFromDevice(seed);
        if (fromDevice)
        {
            generator.AddSeed(seed[..SeedLength]);
            GuestKernel.AddEntropy(seed[SeedLength..]);
        }

        bool fromProcessor = GuestKernel.TryFillFromProcessor(seed[..SeedLength]);
        if (fromProcessor)
            generator.AddSeed(seed[..SeedLength]);
        seed.Clear();
        console.WriteLine((fromDevice, fromProcessor) switch
        {
            (true, true) => "init: entropy from virtio-rng and RDRAND",
            (true, false) => "init: entropy from virtio-rng",
            (false, true) => "init: entropy from RDRAND",
            (false, false) => "init: no entropy: neither virtio-rng (QEMU: -device virtio-rng-device) nor RDRAND",
        });
        return generator.IsAvailable ? generator : new NoEntropy();
    }

    private bool TryFillFromDevice(Span<byte> destination)
    {
        if (device is null)
            return false;
        VirtioError error = VirtioRngDevice.TryOpen(device.Registers, device.Interrupt(platform, loop), memory, out VirtioRngDevice? rng);
        if (rng is not null)
        {
            using (rng)
                error = rng.TryFill(destination, platform, platform.Now + DeviceTime);
        }

        if (error == VirtioError.None)
            return true;
        console.WriteLine($"init: entropy device refused: {error}");
        destination.Clear();
        return false;
    }
}
