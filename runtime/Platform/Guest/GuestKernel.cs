using System.Diagnostics.CodeAnalysis;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Runtime.Platform.Guest;

/// <summary>What the machine under the program is and has; valid for a guest only, except <see cref="IsPresent"/>.</summary>
public static class GuestKernel
{
    private const int StandardOutput = 1;

    /// <summary>The longest seed that <see cref="AddEntropy"/> takes at once, in bytes.</summary>
    public const int LargestSeed = 256;

    /// <summary>The longest reason of a crash report, in bytes.</summary>
    private const int LongestReason = 160;

    /// <summary>Bytes of one page.</summary>
    public const int PageSize = 4096;

    /// <summary>True when our shim answers, false on an ordinary kernel.</summary>
    public static bool IsPresent => GuestInterop.ShimInfo(out _) >= 0;

    /// <summary>True when <see cref="TryFillFromProcessor"/> gives real randomness.</summary>
    public static bool HasProcessorEntropy =>
        GuestInterop.ShimInfo(out GuestShimInfo info) >= 0 && (info.Flags & GuestShimInfo.HasRdrand) != 0;

    /// <summary>Memory pages of the machine and those that are free now; zero when the shim does not say.</summary>
    public static (long Total, long Free) Pages =>
        GuestInterop.ShimInfo(out GuestShimInfo info) < 0 ? (0, 0) : ((long)info.TotalPages, (long)info.FreePages);

    /// <summary>Fills <paramref name="destination"/> from the processor's generator; false where there is none.</summary>
    public static bool TryFillFromProcessor(Span<byte> destination) =>
        HasProcessorEntropy && GuestInterop.GetRandom(destination) == destination.Length;

    /// <summary>Mixes up to <see cref="LargestSeed"/> bytes into the shim's own generator, from which the class library draws.</summary>
    public static void AddEntropy(ReadOnlySpan<byte> seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seed.Length, LargestSeed, nameof(seed));
        long result = GuestInterop.EntropyAdd(seed);
        if (result < 0)
            throw new InvalidOperationException($"The shim refused entropy: {result}.");
    }

    /// <summary>A crash note that the shim knows, for the loop of the calling thread; null when there is no memory for one.</summary>
    /// <exception cref="InvalidOperationException">The shim refused it.</exception>
    public static CrashNote? RegisterCrashNote()
    {
        if (!CrashNote.TryCreate(new GuestMemoryPool(), out CrashNote? note))
            return null;
        long result = GuestInterop.CrashNote(((GuestMemory)note.Memory).Address, CrashNote.Size);
        return result < 0 ? throw new InvalidOperationException($"The shim refused the crash note: {result}.") : note;
    }

    /// <summary>Ends the machine with a crash report about the thread that registered the crash note, at once: nothing is flushed or disposed.</summary>
    /// <param name="status">The program's exit code.</param>
    /// <param name="reason">One line; ASCII, cut after 160 characters.</param>
    [DoesNotReturn]
    public static void EndWithReport(int status, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Span<byte> bytes = stackalloc byte[LongestReason];
        new CrashText(bytes).Add(reason);
        GuestInterop.CrashEnd(status, bytes[..Math.Min(reason.Length, LongestReason)]);
        Environment.Exit(status); // no shim
    }

    /// <summary>Writes all of <paramref name="bytes"/> to the console.</summary>
    public static void WriteConsole(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            long written = GuestInterop.Write(StandardOutput, bytes);
            if (written <= 0)
                return;
            bytes = bytes[(int)written..];
        }
    }
}
