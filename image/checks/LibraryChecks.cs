using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DSoftBus.Image.Checks;

/// <summary>A walk through the class library where it meets the machine: vectors, formatting, clocks, files, randomness.</summary>
internal static class LibraryChecks
{
    public static void Run(CheckLog log)
    {
        log.Check("vector instructions", Avx2.IsSupported && Fma.IsSupported && Bmi2.IsSupported && Vector256.IsHardwareAccelerated);
        log.Check("one processor", Environment.ProcessorCount == 1);
        log.Check("arguments and environment", Environment.GetCommandLineArgs()[0] == "softbus" && Environment.GetEnvironmentVariable("DOTNET_GCHeapHardLimit") is not null);
        log.Check("linq and strings", string.Join(",", Enumerable.Range(0, 5).ToDictionary(x => x, x => x * x).Values) == "0,1,4,9,16");
        log.Check("floating point text", (1.5e300 / 3).ToString(CultureInfo.InvariantCulture) == "5E+299" && Math.Sqrt(2).ToString("F6", CultureInfo.InvariantCulture) == "1.414214");
        log.Check("random identifiers differ", Guid.NewGuid() != Guid.NewGuid());
        log.Check("wall clock", DateTime.UtcNow.Year is >= 2025 and < 2100, DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        log.Check("clock never steps back", IsMonotonic(20_000));
        log.Check("a file that does not exist", IsMissing("/nope"));
        log.Check("standard input is at its end", Console.In.Read() == -1);
        log.Check("reflection that was kept", typeof(CheckLog).GetMethods().Length > 0 || typeof(CheckLog).Name == nameof(CheckLog));
        log.Check("own stack trace", new System.Diagnostics.StackTrace().FrameCount > 1);
    }

    private static bool IsMonotonic(int readings)
    {
        long last = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int i = 0; i < readings; i++)
        {
            long now = System.Diagnostics.Stopwatch.GetTimestamp();
            if (now < last)
                return false;
            last = now;
        }

        return true;
    }

    private static bool IsMissing(string path)
    {
        try
        {
            File.ReadAllText(path);
            return false;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
    }
}
