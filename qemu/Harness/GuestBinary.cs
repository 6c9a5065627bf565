using DSoftBus.Qemu.Launch;

namespace DSoftBus.Qemu.Harness;

/// <summary>The emulator, found, for an image that is there.</summary>
/// <param name="Qemu">Path of the emulator.</param>
internal readonly record struct GuestBinary(string Qemu)
{
    /// <summary>Checks what a run needs before it starts anything.</summary>
    /// <param name="image">Path of the image.</param>
    /// <param name="target">The target of <c>build.sh</c> that builds it.</param>
    /// <exception cref="RunFailedException">The image or the emulator is missing; the hint says what to do.</exception>
    public static GuestBinary Locate(string image, string target = "Image")
    {
        if (!File.Exists(image))
            throw Missing($"there is no image at {image}", $"Build it: ./build.sh --target={target}");
        return QemuLocator.TryFind(Environment.GetEnvironmentVariable("PATH"), out string qemu)
            ? new GuestBinary(qemu)
            : throw Missing($"{QemuLocator.Program} is missing", QemuLocator.MissingText);
    }

    public GuestCommand Command(GuestOptions options) => new(Qemu, QemuArguments.Build(options));

    private static RunFailedException Missing(string message, string hint) =>
        new(new HarnessFailure(HarnessCode.BuildArtifactMissing, "build", null, "host", message, hint));
}
