namespace DSoftBus.Image.Checks.Attacks;

/// <summary>Seeded nonsense for every number that may be a call: each answers a result or an errno, and nothing is lost.</summary>
internal static class CallFuzz
{
    private const ulong Seed = 0x5eed_2026;
    private const int Rounds = 150;
    private const int LargestNumber = 460;
    private const int PrivateCalls = 0x1000;
    private const int PrivateCount = 16;
    private const int Descriptors = 64;
    /// <summary>Pages that the collector may take meanwhile.</summary>
    private const ulong Slack = 64;
    private const nint LargestErrno = 4095;
    private const nint SetThreadIdentity = 218;
    private const nint DescriptorControl = 72;
    private const nint GetDescriptorFlags = 1;

    /// <summary>Calls that would do what they say with some of these values: close the serial port, discard the heap, send a signal, end the program.</summary>
    private static readonly int[] Excepted = [3, 15, 28, 60, 200, 231, 234, 0x100a];

    private static readonly long[] Values =
    [
        0, 1, 2, 7, 8, 9, 16, 64, 88, 4095, 4096, 0x1000_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1L << 41, 1L << 47, 1L << 62, long.MaxValue, long.MinValue, -1, -8, -14, -4096,
        0x1f_f000, 0x6fff_0000_0000, 0x6fff_0000_0001, 0x7fff_ffff_f000, 0x7fff_ffff_fff8, unchecked((long)0xffff_8000_0020_0000), unchecked((long)0xffff_8000_fee0_0000),
    ];

    public static void Run(CheckLog log)
    {
        var random = new Random(unchecked((int)Seed));
        int[] numbers = [.. Enumerable.Range(0, LargestNumber).Concat(Enumerable.Range(PrivateCalls, PrivateCount)).Except(Excepted)];
        Round(random, numbers); // each unknown number is said once
        var open = OpenDescriptors();
        ulong before = Machine.Pages().Free;
        int odd = 0;
        for (int round = 0; round < Rounds; round++)
            odd += Round(random, numbers);
        foreach (int descriptor in OpenDescriptors().Except(open))
            Machine.Call(Machine.Close, descriptor);
        Machine.Call(Machine.CrashNote, 0, 0);
        Machine.Call(SetThreadIdentity, 0);
        ulong after = Machine.Pages().Free;
        log.Check("random calls answer and lose nothing", odd == 0 && after + Slack >= before, $"{Rounds * numbers.Length} calls, {odd} odd results, {before} before, {after} after");
        log.Check("the program still runs after them", Machine.Call(39) == 1 && new string('x', 3).Length == 3);
    }

    private static int[] OpenDescriptors() => [.. Enumerable.Range(0, Descriptors).Where(descriptor => Machine.Call(DescriptorControl, descriptor, GetDescriptorFlags) == 0)];

    private static int Round(Random random, int[] numbers)
    {
        int odd = 0;
        Span<nint> arguments = stackalloc nint[6];
        foreach (int number in numbers)
        {
            for (int i = 0; i < arguments.Length; i++)
                arguments[i] = (nint)Values[random.Next(Values.Length)];
            nint result = Machine.Call(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
            if (number == (int)Machine.Map && result > 0)
                Machine.Call(Machine.Unmap, result, arguments[1]);
            if (result < -LargestErrno)
                odd++;
        }

        return odd;
    }
}
